using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>The containers of a pod as the API server wrote it: which there are, which one is meant, and what state each is in.</summary>
internal static class PodContainers
{
    private const string DefaultContainer = "kubectl.kubernetes.io/default-container";

    /// <summary>The names of all of them: init containers in their order, then the regular ones, then the ephemeral.</summary>
    public static IReadOnlyList<string> All(JsonObject pod) => [.. Names(pod, "initContainers"), .. Names(pod, "containers"), .. Names(pod, "ephemeralContainers")];

    /// <summary>The regular ones.</summary>
    public static IReadOnlyList<string> Regular(JsonObject pod) => [.. Names(pod, "containers")];

    /// <summary>The one that the pod's annotation names, or that is the only regular one; null when a person must say.</summary>
    public static string? Default(JsonObject pod)
    {
        var regular = Regular(pod);
        var annotated = pod.Text("metadata", "annotations", DefaultContainer);
        if (annotated is not null && All(pod).Contains(annotated, StringComparer.Ordinal)) return annotated;
        return regular is [var only] ? only : null;
    }

    /// <summary>While the pod initialises, the init container that runs, waits or has failed; null afterwards.</summary>
    public static string? Initialising(JsonObject pod)
    {
        if (pod.Text("status", "phase") is not ("Pending" or "Failed")) return null;
        foreach (var name in Names(pod, "initContainers"))
        {
            var status = StatusOf(pod, name);
            var isDone = status.Whole("state", "terminated", "exitCode") == 0 || (IsSidecar(pod, name) && status.Flag("started"));
            if (!isDone) return status is null ? null : name;
        }

        return null;
    }

    /// <summary>The container's status of whatever sort; null when there is none yet.</summary>
    public static JsonObject? StatusOf(JsonObject pod, string container)
        => new[] { "containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses" }.SelectMany(list => pod.Items("status", list)).FirstOrDefault(s => s.Text("name") == container);

    /// <summary>Whether the container ran before and was restarted.</summary>
    public static bool HasPreviousRun(JsonObject pod, string container) => StatusOf(pod, container).At("lastState", "terminated") is not null;

    /// <summary>An init container that goes on running.</summary>
    public static bool IsSidecar(JsonObject pod, string container) => pod.Items("spec", "initContainers").Any(c => c.Text("name") == container && c.Text("restartPolicy") == "Always");

    private static IEnumerable<string> Names(JsonObject pod, string list) => pod.Items("spec", list).Select(c => c.Text("name")).OfType<string>();
}
