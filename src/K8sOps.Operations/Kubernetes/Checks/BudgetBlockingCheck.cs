using System.Globalization;
using K8sOps.Kube.Wire;

namespace K8sOps.Kube.Checks;

/// <summary>
/// Budgets that let no pod be evicted even when all are healthy: a drain waits for them for ever. One that only lacks healthy pods now is
/// left to the workload's finding; one that an operator owns is lifted by that operator.
/// </summary>
internal sealed class BudgetBlockingCheck : KubernetesCheck
{
    public override CheckInfo Info { get; } = new("K8S.BUDGET_BLOCKING", "Every budget lets its nodes be drained", Runbook, "Budget blocks a drain");

    public override string WhenAllIsWell => "no disruption budget blocks a drain";

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(KubernetesView view, CancellationToken cancellationToken)
    {
        var budgets = await view.Budgets.ConfigureAwait(false);
        return [.. budgets.Where(Blocks).Select(b => About(view, b))];
    }

    /// <summary>By its own count: it wants as many healthy pods as there should be.</summary>
    public static bool Blocks(BudgetWire budget) => budget.Metadata.DeletionTimestamp is null
        && budget.Metadata.OwnerReferences?.Any(o => o.Controller) != true
        && budget.Status is { ExpectedPods: > 0, DisruptionsAllowed: 0 }
        && budget.Status.DesiredHealthy >= budget.Status.ExpectedPods;

    private CheckResult About(KubernetesView view, BudgetWire budget)
    {
        var (ns, name) = (budget.Metadata.Namespace, budget.Metadata.Name);
        var isOutOfDate = budget.Status.ObservedGeneration < budget.Metadata.Generation;
        var message = isOutOfDate
            ? "its controller has not yet looked at its latest change: whether it blocks is not known"
            : string.Create(CultureInfo.InvariantCulture, $"no pod of it may be evicted: it wants {budget.Status.DesiredHealthy} healthy of {budget.Status.ExpectedPods}, so that no node with one of them can be drained");
        return Finding(view, isOutOfDate ? CheckStatus.Unknown : CheckStatus.Warn, "PodDisruptionBudget", ns, name, message) with
        {
            Remedy = CommandText.Line("Get-K8sResource", view.Cluster.Context, ("Kind", "PodDisruptionBudget"), ("Namespace", ns), ("Name", name)),
            Parameters = Parameters(("Namespace", ns), ("BudgetName", name)),
            Evidence = [string.Create(CultureInfo.InvariantCulture, $"healthy now {budget.Status.CurrentHealthy}, wanted {budget.Status.DesiredHealthy}, expected {budget.Status.ExpectedPods}, disruptions allowed {budget.Status.DisruptionsAllowed}")],
        };
    }
}
