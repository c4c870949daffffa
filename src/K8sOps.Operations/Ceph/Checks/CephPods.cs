using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;

namespace K8sOps.Ceph.Checks;

/// <summary>What the checks read of pods and of the workloads that make them.</summary>
internal static class CephPods
{
    /// <summary>Whether a pod runs, is ready, and is not on its way out.</summary>
    public static bool IsReady(JsonObject pod)
        => pod.Text("metadata", "deletionTimestamp") is null && pod.Text("status", "phase") == "Running"
            && pod.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");

    /// <summary>How many pods a Deployment or DaemonSet wants, and how many serve.</summary>
    public static (int Wanted, int Available) Counts(JsonObject workload, bool isDaemonSet) => isDaemonSet
        ? (workload.Small("status", "desiredNumberScheduled") ?? 0, workload.Small("status", "numberAvailable") ?? 0)
        : (workload.At("spec", "replicas") is null ? 1 : workload.Small("spec", "replicas") ?? 1, workload.Small("status", "availableReplicas") ?? 0);

    /// <summary>Since when a Deployment is not available; null where it does not tell.</summary>
    public static DateTimeOffset? Since(JsonObject workload)
        => workload.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == "Available" && c.Text("status") == "False") is { } condition ? CephFields.Time(condition.Text("lastTransitionTime")) : null;

    /// <summary>Whether a pod has ended and will not run again: one that was evicted stays until somebody clears it away.</summary>
    public static bool HasEnded(JsonObject pod) => pod.Text("status", "phase") is "Failed" or "Succeeded";

    /// <summary>The nodes that pods with a label run on, those that have ended or are on their way out left out.</summary>
    public static IReadOnlyList<string> NodesOf(IEnumerable<JsonObject> pods, string app)
        => [.. pods.Where(p => p.Text("metadata", "labels", "app") == app && p.Text("metadata", "deletionTimestamp") is null && !HasEnded(p)).Select(p => p.Text("spec", "nodeName")).OfType<string>()];
}
