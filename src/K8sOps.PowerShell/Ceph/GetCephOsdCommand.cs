using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Get, "CephOsd")]
[OutputType(typeof(CephOsd))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
[Permission("deployments.apps", "list")]
public sealed class GetCephOsdCommand : CephReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(CephOsdIdCompleter))]
    public int[]? OsdId { get; set; }

    [Parameter]
    [ValidateSet("Up", "Down", "In", "Out")]
    public string[]? State { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "CephOsd";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        foreach (var osd in await new CephService(cluster, Namespace).GetOsdsAsync(OsdId, c.Operation, c.Error, c.Stop).ConfigureAwait(false))
        {
            if (State is null || State.All(s => Is(osd, s))) await c.WriteAsync(osd).ConfigureAwait(false);
        }
    }

    private static bool Is(CephOsd osd, string state) => state.ToUpperInvariant() switch
    {
        "UP" => osd.Up,
        "DOWN" => !osd.Up,
        "IN" => osd.In,
        _ => !osd.In,
    };
}
