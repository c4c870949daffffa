using K8sOps.Kube.Wire;

namespace K8sOps.Kube.Checks;

/// <summary>Namespaces that were deleted and do not go: something in them has a finalizer, or cannot be deleted.</summary>
internal sealed class NamespaceTerminatingCheck : KubernetesCheck
{
    /// <summary>Emptying a namespace takes a while: pods have their grace periods, volumes are detached.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(10);

    // In the order in which they tell the cause.
    private static readonly string[] s_telling = ["NamespaceFinalizersRemaining", "NamespaceDeletionContentFailure", "NamespaceDeletionDiscoveryFailure", "NamespaceDeletionGroupVersionParsingFailure", "NamespaceContentRemaining"];

    public override CheckInfo Info { get; } = new("K8S.NAMESPACE_TERMINATING", "Every deleted namespace goes", Runbook, "Namespace does not go");

    public override string WhenAllIsWell => "no namespace is stuck in its deletion";

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(KubernetesView view, CancellationToken cancellationToken)
    {
        var namespaces = await view.Namespaces.ConfigureAwait(false);
        return [.. namespaces.Where(n => n.Metadata.DeletionTimestamp is { } since && view.Now - since > s_grace).Select(n => About(view, n))];
    }

    private CheckResult About(KubernetesView view, NamespaceStateWire item)
    {
        var name = item.Metadata.Name;
        var conditions = s_telling.Select(type => Array.Find(item.Status.Conditions ?? [], c => c.Type == type && c.Status == "True")).OfType<ConditionWire>().ToList();
        var cause = conditions.Count > 0 ? $": {conditions[0].Message}" : ": its status does not say why";
        return Finding(view, CheckStatus.Fail, "Namespace", null, name, $"Terminating for {AgeText.Of(view.Now - item.Metadata.DeletionTimestamp!.Value)}{cause}") with
        {
            Remedy = CommandText.Line("Get-K8sResource", view.Cluster.Context, ("Kind", "Namespace"), ("Name", name)),
            Parameters = Parameters(("Namespace", name)),
            Evidence = [.. conditions.Select(c => $"{c.Type}: {c.Message}")],
        };
    }
}
