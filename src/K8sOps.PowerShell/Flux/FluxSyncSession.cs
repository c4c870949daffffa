using System.Collections.Concurrent;
using K8sOps.Engine;

namespace K8sOps.Flux;

/// <summary>One call of a sync: plans all side by side, asks for each in order, and carries out what was agreed to, again side by side.</summary>
internal sealed class FluxSyncSession(FluxSyncOptions options, int throttleLimit, CommandContext context)
{
    private readonly ConcurrentDictionary<Cluster, FluxSyncService> _services = new();

    public async Task RunAsync(IReadOnlyList<(Cluster Cluster, FluxTarget Target)> targets, Func<FluxSyncService, FluxTarget, Task<FluxSyncPlan>> plan, Func<Cluster, FluxTarget, object> toRecord)
    {
        var plans = new ConcurrentDictionary<int, FluxSyncPlan>();
        await FluxBatch.EachAsync([.. targets.Index()], throttleLimit, async t => plans[t.Index] = await plan(ServiceOf(t.Item.Cluster), t.Item.Target).ConfigureAwait(false), context).ConfigureAwait(false);

        var agreed = new List<(Cluster Cluster, FluxSyncPlan Plan)>();
        foreach (var (index, planned) in plans.OrderBy(p => p.Key))
        {
            var cluster = targets[index].Cluster;
            if (planned.IsUnchanged) await context.WriteAsync(toRecord(cluster, planned.Target)).ConfigureAwait(false);
            else if (await AskAsync(cluster, planned).ConfigureAwait(false)) agreed.Add((cluster, planned));
        }

        await FluxBatch.EachAsync(agreed, throttleLimit, async a => await context.WriteAsync(toRecord(a.Cluster, await ServiceOf(a.Cluster).ExecuteAsync(a.Plan, context.Operation, context.Stop).ConfigureAwait(false))).ConfigureAwait(false), context).ConfigureAwait(false);
    }

    private async Task<bool> AskAsync(Cluster cluster, FluxSyncPlan plan)
        => await context.ConfirmAsync($"{plan.Target} on {cluster.Context}", options.Force ? "Force reconciliation" : "Reconcile", options.Force, plan.Details).ConfigureAwait(false) == Consent.Yes;

    private FluxSyncService ServiceOf(Cluster cluster) => _services.GetOrAdd(cluster, c => new FluxSyncService(c, options));
}
