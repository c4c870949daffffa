using System.Globalization;
using K8sOps.Engine;

namespace K8sOps.Kube;

/// <summary>One call of <c>Clear-K8sNode</c> on one cluster: plans all nodes, asks for each, cordons them, and drains one after another.</summary>
internal sealed class DrainSession(Cluster cluster, DrainOptions options, CommandContext context)
{
    private readonly DrainService _service = new(cluster);

    public async Task RunAsync(IReadOnlyList<string> nodes)
    {
        try
        {
            var plans = await _service.PlanAsync(nodes, options, context.Operation, context.Stop).ConfigureAwait(false);
            if (_service.RefusalOf(plans, options) is { } refusal)
            {
                await context.WriteErrorAsync(refusal).ConfigureAwait(false);
                return;
            }

            var consented = new List<NodeDrainPlan>();
            foreach (var plan in plans)
            {
                var consent = await context.ConfirmAsync($"Node {plan.Node.Name} on {cluster.Context}", "Drain node", Details(plan)).ConfigureAwait(false);
                if (consent == Consent.Yes) consented.Add(plan);
            }

            // First the cordons of all, so that what leaves the first node does not begin on the second, to be evicted again.
            foreach (var plan in await CordonAsync(consented).ConfigureAwait(false)) await DrainAsync(plan).ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            await context.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<NodeDrainPlan>> CordonAsync(IReadOnlyList<NodeDrainPlan> plans)
    {
        var cordoned = new List<NodeDrainPlan>();
        foreach (var plan in plans)
        {
            try
            {
                await new CordonService(cluster).ExecuteAsync(plan.Cordon, context.Operation, context.Stop).ConfigureAwait(false);
                cordoned.Add(plan);
            }
            catch (OperationException e)
            {
                await context.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }

        return cordoned;
    }

    private async Task DrainAsync(NodeDrainPlan plan)
    {
        try
        {
            await foreach (var eviction in _service.ExecuteAsync(plan, options, context.Operation, context.Stop).ConfigureAwait(false)) await context.WriteAsync(eviction).ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            await context.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }

    private static IReadOnlyList<string> Details(NodeDrainPlan plan)
    {
        var skipped = plan.Pods.Where(p => p.Step == DrainStep.Skip).ToList();
        return
        [
            .. plan.Cordon.Changes.Select(f => f.ToString()),
            .. plan.Pods.Where(p => p.Step != DrainStep.Skip).Select(p => $"{(p.Step == DrainStep.Evict ? "evict" : "wait for")} pod {p}{Why(p)}"),
            .. skipped.Select(p => $"leave pod {p}{Why(p)}"),
            string.Create(CultureInfo.InvariantCulture, $"{plan.Pods.Count - skipped.Count} of {plan.Pods.Count} pods leave the node"),
        ];
    }

    private static string Why(DrainPod pod) => pod.Reason is null ? "" : $" ({pod.Reason})";
}
