using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Get, "CephFlag")]
[OutputType(typeof(CephFlag))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class GetCephFlagCommand : CephReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephFlagCompleter))]
    public string[]? Flag { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "CephFlag";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        foreach (var flag in await new CephService(cluster, Namespace).GetFlagsAsync(Flag, c.Operation, c.Error, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(flag).ConfigureAwait(false);
        }
    }
}
