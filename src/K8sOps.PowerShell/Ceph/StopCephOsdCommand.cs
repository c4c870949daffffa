using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsLifecycle.Stop, "CephOsd", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(CephOsd))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
[Permission("deployments.apps", "get", "list", "patch")]
public sealed class StopCephOsdCommand : CephOsdChangingCmdlet
{
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephGateCompleter))]
    public string[] SkipGate { get; set; } = [];

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var service = new CephOsdPowerService(cluster, Namespace);
        var plans = new List<(int Id, CephPlan Plan)>();
        // All are looked at before the first is touched, and Ceph is asked for all of them together.
        await EachAsync(OsdId.Distinct(), async id => plans.Add((id, await service.PlanStopAsync(id, OsdId, SkipGate, c.Operation, c.Stop).ConfigureAwait(false))), c).ConfigureAwait(false);
        await EachAsync(plans, p => StopAsync(cluster, service, p.Id, p.Plan, c), c).ConfigureAwait(false);
    }

    private async Task StopAsync(Cluster cluster, CephOsdPowerService service, int id, CephPlan plan, CommandContext c)
    {
        if (plan.IsUnchanged) c.Warn($"{plan.Target} on {cluster.Context} is stopped already; nothing was changed.");
        else if (!await ConsentAsync(cluster, plan, "Stop OSD", c).ConfigureAwait(false)) return;
        else await service.StopAsync(id, plan, SkipGate, Timeout, c.Operation, c.Stop).ConfigureAwait(false);
        await WriteAsync(cluster, id, c).ConfigureAwait(false);
    }
}
