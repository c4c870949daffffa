using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsDiagnostic.Repair, "CephPlacementGroup", SupportsShouldProcess = true)]
[OutputType(typeof(CephPlacementGroup))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class RepairCephPlacementGroupCommand : CephChangingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The placement groups, by id or pattern")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephPlacementGroupCompleter))]
    public string[] PlacementGroup { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = CephRepairOptions.Default.Timeout;

    private protected override string ExpectedKind => "CephPlacementGroup";

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var service = new CephRepairService(cluster, Namespace);
        var options = new CephRepairOptions { Force = Force, Timeout = Timeout };
        await EachAsync(await service.PlanAsync(PlacementGroup, options, c.Error, c.Operation, c.Stop).ConfigureAwait(false), async plan =>
        {
            if (!await ConsentAsync(cluster, plan, "Repair placement group", c).ConfigureAwait(false)) return;
            await c.WriteAsync(await service.RepairAsync(plan, options, c.Operation, c.Stop).ConfigureAwait(false)).ConfigureAwait(false);
        }, c).ConfigureAwait(false);
    }
}
