using System.Management.Automation;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Set, "K8sWorkload", SupportsShouldProcess = true)]
[OutputType(typeof(K8sWorkload))]
[Permission("deployments.apps", "get", "list", "patch")]
[Permission("statefulsets.apps", "get", "list", "patch")]
[Permission("daemonsets.apps", "get", "list", "patch")]
[Permission("deployments.apps/scale", "patch", OnlyFor = "-Replicas")]
[Permission("statefulsets.apps/scale", "patch", OnlyFor = "-Replicas")]
public sealed class SetK8sWorkloadCommand : WorkloadChangingCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Image { get; set; }

    [Parameter]
    [ValidateRange(0, 10_000)]
    public int? Replicas { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Request { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Limit { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Container { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    internal override async Task ChangeAsync(Cluster cluster, WorkloadTarget target, CommandContext c)
    {
        var settings = new WorkloadSettings { Images = Image, Replicas = Replicas, Requests = Request, Limits = Limit, Container = Container };
        var plan = await new WorkloadChangeService(cluster).PlanSetAsync(target, settings, Force, c.Operation, c.Stop).ConfigureAwait(false);
        if (await ConsentAndExecuteAsync(cluster, plan, "Change workload", c).ConfigureAwait(false) is { } changed) await c.WriteAsync(changed).ConfigureAwait(false);
    }
}
