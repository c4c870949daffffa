using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsLifecycle.Start, "CephOsd", SupportsShouldProcess = true)]
[OutputType(typeof(CephOsd))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list", "delete")]
[Permission("pods/exec", "create", "get")]
[Permission("deployments.apps", "get", "list", "patch")]
public sealed class StartCephOsdCommand : CephOsdChangingCmdlet
{
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    internal override Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var service = new CephOsdPowerService(cluster, Namespace);
        return EachAsync(OsdId.Distinct(), async id =>
        {
            var plan = await service.PlanStartAsync(id, c.Operation, c.Stop).ConfigureAwait(false);
            if (plan.IsUnchanged) c.Note($"{plan.Target} on {cluster.Context} is started already.");
            else if (!await ConsentAsync(cluster, plan, "Start OSD", c).ConfigureAwait(false)) return;
            if (!c.IsWhatIf) await service.StartAsync(id, plan, Timeout, c.Operation, c.Stop).ConfigureAwait(false);
            await WriteAsync(cluster, id, c).ConfigureAwait(false);
        }, c);
    }
}
