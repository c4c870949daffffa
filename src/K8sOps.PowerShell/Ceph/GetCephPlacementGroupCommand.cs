using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Get, "CephPlacementGroup")]
[OutputType(typeof(CephPlacementGroup))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class GetCephPlacementGroupCommand : CephReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephPlacementGroupCompleter))]
    public string[]? PlacementGroup { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephPoolCompleter))]
    public string[]? Pool { get; set; }

    [Parameter]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephPlacementGroupStateCompleter))]
    public string[]? State { get; set; }

    [Parameter]
    public SwitchParameter Unhealthy { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "CephPlacementGroup or CephPool";

    bool IKindGuarded.Takes(string kind) => string.Equals(kind, "CephPlacementGroup", StringComparison.OrdinalIgnoreCase) || string.Equals(kind, "CephPool", StringComparison.OrdinalIgnoreCase);

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var query = new CephPlacementGroupQuery { PlacementGroups = PlacementGroup, Pools = Pool, States = State, UnhealthyOnly = Unhealthy, OnMissing = c.Error };
        await foreach (var group in new CephService(cluster, Namespace).ListPlacementGroupsAsync(query, c.Operation, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(group).ConfigureAwait(false);
        }
    }
}
