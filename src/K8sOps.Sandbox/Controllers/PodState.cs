using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>What workload controllers ask of a pod.</summary>
internal static class PodState
{
    public static bool IsFinished(JsonObject pod) => pod.Text("status", "phase") is "Succeeded" or "Failed";

    /// <summary>Neither finished nor going: what counts as a replica.</summary>
    public static bool IsActive(JsonObject pod) => !IsFinished(pod) && !pod.IsTerminating();

    public static bool IsReady(JsonObject pod) => pod.Condition("Ready").Text("status") == "True";

    /// <summary>When the pod will have been ready for that long; null while it is not ready.</summary>
    public static DateTimeOffset? AvailableAt(JsonObject pod, long minReadySeconds) =>
        IsReady(pod) ? (pod.Condition("Ready").Time("lastTransitionTime") ?? DateTimeOffset.MinValue).AddSeconds(minReadySeconds) : null;

    /// <summary>Which pods go first when there are too many: those that are least use.</summary>
    public static IEnumerable<JsonObject> LeastUsefulFirst(IEnumerable<JsonObject> pods) => pods
        .OrderBy(static pod => pod.Text("spec", "nodeName") is { Length: > 0 } ? 1 : 0)
        .ThenBy(static pod => pod.Text("status", "phase") switch { "Pending" => 0, "Running" => 2, _ => 1 })
        .ThenBy(static pod => IsReady(pod) ? 1 : 0)
        .ThenByDescending(static pod => pod.Objects("status", "containerStatuses").Sum(static status => status.Number("restartCount") ?? 0))
        .ThenByDescending(static pod => pod.Time("metadata", "creationTimestamp"))
        .ThenBy(static pod => pod.Name(), StringComparer.Ordinal);
}
