using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>A policy/v1 PodDisruptionBudget, as far as a drain is concerned.</summary>
internal sealed class DisruptionBudget(JsonObject live)
{
    public string Namespace { get; } = live.Text("metadata", "namespace") ?? "";

    public string Name { get; } = live.Text("metadata", "name") ?? "";

    /// <summary>
    /// The object that an operator made it for, such as <c>Cluster postgres</c>; null for one that people wrote. An operator that sees the
    /// cordon may move its work and take the budget off the pod (CloudNativePG switches its primary over), so such a one is waited for.
    /// </summary>
    public string? Owner { get; } = live.Items("metadata", "ownerReferences").Where(o => o.Flag("controller")).Select(o => $"{o.Text("kind")} {o.Text("name")}").FirstOrDefault();

    public bool Selects(JsonObject pod) => pod.Text("metadata", "namespace") == Namespace && LabelMatch.Selects(live.At("spec", "selector"), pod.Texts("metadata", "labels"));

    /// <summary>
    /// Why it can never let a healthy pod go, however long one waits; null when it can. It is judged by what its controller counted, so
    /// percentages and replicas need not be worked out again; where that is out of date nothing is claimed.
    /// </summary>
    public string? NeverAllows()
    {
        if (live.Whole("status", "observedGeneration") is not { } seen || seen < (live.Whole("metadata", "generation") ?? 0)) return null;
        if (ObjectState.Condition(live, "DisruptionAllowed") is { } condition && condition.Text("reason") == "SyncFailed") return $"the budget {Name} cannot be counted ({condition.Text("message")})";
        var expected = live.Whole("status", "expectedPods") ?? 0;
        var desired = live.Whole("status", "desiredHealthy") ?? 0;
        if (expected == 0 || desired < expected) return null;
        var rule = live.At("spec", "maxUnavailable") is { } most ? $"maxUnavailable {most}" : $"minAvailable {live.At("spec", "minAvailable")?.ToString() ?? "1"}";
        return string.Create(CultureInfo.InvariantCulture, $"the budget {Name} ({rule}) never lets one of its {expected} {(expected == 1 ? "pod" : "pods")} go");
    }

    /// <summary>
    /// Whether the pod goes without the budget being asked for one: it is not ready, and either the policy says so or enough others are
    /// healthy.
    /// </summary>
    public bool LetsUnreadyGo(JsonObject pod)
    {
        if (ObjectState.Condition(pod, "Ready")?.Text("status") == "True") return false;
        return live.Text("spec", "unhealthyPodEvictionPolicy") == "AlwaysAllow" || (live.Whole("status", "currentHealthy") ?? 0) >= Math.Max(1, live.Whole("status", "desiredHealthy") ?? 0);
    }
}
