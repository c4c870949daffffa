using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Get, "CephPool")]
[OutputType(typeof(CephPool))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
[Permission("cephblockpools.ceph.rook.io", "list")]
[Permission("cephfilesystems.ceph.rook.io", "list")]
[Permission("cephobjectstores.ceph.rook.io", "list")]
public sealed class GetCephPoolCommand : CephReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephPoolCompleter))]
    public string[]? Pool { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "CephPool";

    bool IKindGuarded.Takes(string kind) => string.Equals(kind, "CephPool", StringComparison.OrdinalIgnoreCase) || string.Equals(kind, "CephUsage", StringComparison.OrdinalIgnoreCase) || string.Equals(kind, "CephPlacementGroup", StringComparison.OrdinalIgnoreCase);

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        foreach (var pool in await new CephService(cluster, Namespace).GetPoolsAsync(Pool, c.Operation, c.Error, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(pool).ConfigureAwait(false);
        }
    }
}
