using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsLifecycle.Restart, "K8sWorkload", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(K8sWorkload))]
[Permission("deployments.apps", "get", "list", "watch", "patch")]
[Permission("statefulsets.apps", "get", "list", "watch", "patch")]
[Permission("daemonsets.apps", "get", "list", "watch", "patch")]
[Permission("pods", "list")]
public sealed class RestartK8sWorkloadCommand : WorkloadChangingCmdlet
{
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    internal override async Task ChangeAsync(Cluster cluster, WorkloadTarget target, CommandContext c)
    {
        var plan = await new WorkloadChangeService(cluster).PlanRestartAsync(target, c.Operation, c.Stop).ConfigureAwait(false);
        if (await ConsentAndExecuteAsync(cluster, plan, "Restart workload", c).ConfigureAwait(false) is not { } changed) return;
        if (!NoWait && changed.Strategy != "OnDelete") changed = await new RolloutService(cluster).WaitAsync(target, Timeout, c.Operation, c.Stop).ConfigureAwait(false);
        await c.WriteAsync(changed).ConfigureAwait(false);
    }
}
