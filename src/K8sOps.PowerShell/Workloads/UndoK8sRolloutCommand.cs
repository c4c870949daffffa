using System.Management.Automation;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Undo, "K8sRollout", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(K8sWorkload))]
[Permission("deployments.apps", "get", "list", "patch")]
[Permission("statefulsets.apps", "get", "list", "patch")]
[Permission("daemonsets.apps", "get", "list", "patch")]
[Permission("replicasets.apps", "list")]
[Permission("controllerrevisions.apps", "list")]
public sealed class UndoK8sRolloutCommand : WorkloadChangingCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1L, long.MaxValue)]
    public long? Revision { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    internal override async Task ChangeAsync(Cluster cluster, WorkloadTarget target, CommandContext c)
    {
        var plan = await new RolloutService(cluster).PlanUndoAsync(target, Revision, Force, c.Operation, c.Stop).ConfigureAwait(false);
        if (await ConsentAndExecuteAsync(cluster, plan, "Undo roll-out", c).ConfigureAwait(false) is { } changed) await c.WriteAsync(changed).ConfigureAwait(false);
    }
}
