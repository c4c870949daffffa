using System.Globalization;
using K8sOps.Engine;

namespace K8sOps.Kube;

/// <summary>One call of <c>Set-K8sResource</c>: plans everything, then asks and applies object by object.</summary>
internal sealed class ApplySession(CommandContext context, bool force)
{
    private const int ShownChanges = 40;
    private readonly List<(Cluster Cluster, string? Namespace, ApplyPlan Plan, IReadOnlyList<Manifest> Others)> _plans = [];

    /// <summary>True when something cannot be applied, and so nothing is.</summary>
    public bool IsRefused { get; private set; }

    public async Task PlanAsync(Cluster cluster, string? ns, ManifestInput input)
    {
        IReadOnlyList<Manifest> manifests;
        try
        {
            manifests = ApplyService.InOrder(input.Complete());
        }
        catch (OperationException e)
        {
            await RefuseAsync(e).ConfigureAwait(false);
            return;
        }

        var service = new ApplyService(cluster);
        foreach (var manifest in manifests)
        {
            context.Report(new OperationProgress($"Checking what is to be applied on {cluster.Context}", $"{manifest.Kind} {manifest.Name}"));
            try
            {
                _plans.Add((cluster, ns, await service.PlanAsync(manifest, ns, manifests, force, context.Operation, context.Stop).ConfigureAwait(false), manifests));
            }
            catch (OperationException e)
            {
                await RefuseAsync(e).ConfigureAwait(false);
            }
        }
    }

    public void SayNothingWasApplied()
    {
        if (_plans.Count > 0) context.Warn(string.Create(CultureInfo.InvariantCulture, $"Nothing was applied: what is right with the other {_plans.Count} waits until all of it is."));
    }

    public async Task ApplyAsync()
    {
        foreach (var (cluster, ns, plan, others) in _plans)
        {
            try
            {
                await ApplyAsync(cluster, ns, plan, others).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await context.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }

    private async Task ApplyAsync(Cluster cluster, string? ns, ApplyPlan plan, IReadOnlyList<Manifest> others)
    {
        var service = new ApplyService(cluster);
        if (plan.Action == ResourceAction.Unchanged)
        {
            context.Note($"{plan.Target} on {cluster.Context} is as it should be.");
            await context.WriteAsync(await service.ApplyAsync(plan, context.Operation, context.Stop).ConfigureAwait(false)).ConfigureAwait(false);
            return;
        }

        var consent = await context.ConfirmAsync($"{plan.Target} on {cluster.Context}", plan.Action == ResourceAction.Created ? "Create" : "Change", Details(plan)).ConfigureAwait(false);
        if (consent != Consent.Yes) return;
        if (plan.Awaits is not null) plan = await service.PlanAsync(plan.Manifest, ns, others, force, context.Operation, context.Stop).ConfigureAwait(false);
        await context.WriteAsync(await service.ApplyAsync(plan, context.Operation, context.Stop).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static IReadOnlyList<string> Details(ApplyPlan plan)
    {
        if (plan.Awaits is { } awaited) return [$"(checked by the server only once {awaited} is there)"];
        var lines = plan.Changes.Where(c => plan.Action != ResourceAction.Created || !IsIdentity(c.Path)).Select(c => plan.Action == ResourceAction.Created ? c.ToAddedText() : c.ToString()).ToList();
        return lines.Count <= ShownChanges ? lines : [.. lines.Take(ShownChanges), string.Create(CultureInfo.InvariantCulture, $"… and {lines.Count - ShownChanges} more")];
    }

    /// <summary>What the target says already.</summary>
    private static bool IsIdentity(FieldPath path) => path.IsUnder("apiVersion") || path.IsUnder("kind") || path.IsUnder("metadata", "name") || path.IsUnder("metadata", "namespace");

    private ValueTask RefuseAsync(OperationException e)
    {
        IsRefused = true;
        return context.WriteErrorAsync(e);
    }
}
