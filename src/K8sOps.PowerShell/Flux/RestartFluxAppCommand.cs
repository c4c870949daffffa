using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Engine;
using K8sOps.Kube;

namespace K8sOps.Flux;

[Cmdlet(VerbsLifecycle.Restart, "FluxApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(K8sWorkload))]
[Permission("kustomizations.kustomize.toolkit.fluxcd.io", "list")]
[Permission("helmreleases.helm.toolkit.fluxcd.io", "list")]
[Permission("deployments.apps", "get", "list", "watch", "patch")]
[Permission("statefulsets.apps", "get", "list", "watch", "patch")]
[Permission("daemonsets.apps", "get", "list", "watch", "patch")]
[Permission("pods", "list")]
public sealed class RestartFluxAppCommand : FluxAppBatchCmdlet
{
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    internal override async Task ChangeAsync(IReadOnlyList<(Cluster Cluster, FluxTarget Target)> apps, CommandContext c)
    {
        var agreed = new List<(Cluster Cluster, IReadOnlyList<WorkloadPlan> Plans)>();
        foreach (var (cluster, app) in apps)
        {
            await FluxBatch.EachAsync<FluxTarget>([app], 1, async a =>
            {
                var plans = await PlanAsync(cluster, a, c).ConfigureAwait(false);
                if (plans.Count > 0 && await c.ConfirmAsync($"{a} on {cluster.Context}", "Restart app", [.. plans.Select(p => "restart " + p.Target)]).ConfigureAwait(false) == Consent.Yes) agreed.Add((cluster, plans));
            }, c).ConfigureAwait(false);
        }

        await FluxBatch.EachAsync(agreed, ThrottleLimit, a => RestartAsync(a.Cluster, a.Plans, c), c).ConfigureAwait(false);
    }

    /// <summary>A workload that cannot be restarted is an error of its own; the others of the app are.</summary>
    private static async Task<IReadOnlyList<WorkloadPlan>> PlanAsync(Cluster cluster, FluxTarget app, CommandContext c)
    {
        var plans = new List<WorkloadPlan>();
        var workloads = await new FluxWorkloadService(cluster).FindAsync(app, c.Operation, c.Stop).ConfigureAwait(false);
        await FluxBatch.EachAsync(workloads, 1, async w => plans.Add(await new WorkloadChangeService(cluster).PlanRestartAsync(w, c.Operation, c.Stop).ConfigureAwait(false)), c).ConfigureAwait(false);
        return plans;
    }

    // One workload after the other, so that of one app never all pods are new at once; a roll-out that fails holds the rest of its app back.
    private async Task RestartAsync(Cluster cluster, IReadOnlyList<WorkloadPlan> plans, CommandContext c)
    {
        foreach (var (index, plan) in plans.Index())
        {
            try
            {
                var changed = await new WorkloadChangeService(cluster).ExecuteAsync(plan, c.Operation, c.Stop).ConfigureAwait(false);
                if (!NoWait && changed.Strategy != "OnDelete") changed = await new RolloutService(cluster).WaitAsync(plan.Target, Timeout, c.Operation, c.Stop).ConfigureAwait(false);
                await c.WriteAsync(changed).ConfigureAwait(false);
            }
            catch (OperationException e) when (index < plans.Count - 1)
            {
                throw new OperationException(e.Id, e.Category, e.Target, $"{e.Message} Not restarted: {string.Join(", ", plans.Skip(index + 1).Select(p => p.Target))}.", e.Remedy, e);
            }
        }
    }
}
