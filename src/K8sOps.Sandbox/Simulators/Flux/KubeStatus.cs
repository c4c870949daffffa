using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>The state of an object by the rules of kstatus, as Flux uses them.</summary>
internal static class KubeStatus
{
    public const string Current = "Current";
    public const string InProgress = "InProgress";
    public const string Failed = "Failed";
    public const string NotFound = "NotFound";
    public const string Terminating = "Terminating";

    public static string Of(JsonObject? item)
    {
        if (item is null) return NotFound;
        if (item.IsTerminating()) return Terminating;
        if (item.Number("status", "observedGeneration") is { } observed && observed != item.Generation()) return InProgress;
        if (item.Is(FluxConditions.Reconciling)) return InProgress;
        if (item.Is(FluxConditions.Stalled)) return Failed;
        return item.Text("kind") switch
        {
            "Deployment" => Deployment(item),
            "StatefulSet" => StatefulSet(item),
            "DaemonSet" => DaemonSet(item),
            "ReplicaSet" => If((item.Number("status", "readyReplicas") ?? 0) >= Wanted(item)),
            "Job" => item.Is("Failed") ? Failed : If(item.Is("Complete")),
            "PersistentVolumeClaim" => If(item.Text("status", "phase") == "Bound"),
            "Pod" => Pod(item),
            "CustomResourceDefinition" => If(item.Is("Established")),
            "Service" => If(item.Text("spec", "type") != "LoadBalancer" || item.Text("spec", "clusterIP") is { Length: > 0 }),
            "PodDisruptionBudget" => Current,
            _ => item.Condition(FluxConditions.Ready) is { } ready ? If(ready.Text("status") == "True") : Current,
        };
    }

    private static string If(bool isCurrent) => isCurrent ? Current : InProgress;

    private static long Wanted(JsonObject item) => item.Number("spec", "replicas") ?? 1;

    private static string Deployment(JsonObject item)
    {
        if (item.Condition("Progressing").Text("reason") == "ProgressDeadlineExceeded") return Failed;
        var wanted = Wanted(item);
        long Count(string field) => item.Number("status", field) ?? 0;
        return If(item.Number("status", "observedGeneration") is not null && Count("replicas") == wanted && Count("updatedReplicas") == wanted && Count("availableReplicas") >= wanted && Count("readyReplicas") >= wanted);
    }

    private static string StatefulSet(JsonObject item)
    {
        var wanted = Wanted(item);
        var isUpdated = item.Text("status", "currentRevision") == item.Text("status", "updateRevision") || item.Text("spec", "updateStrategy", "type") == "OnDelete";
        return If(item.Number("status", "observedGeneration") is not null && (item.Number("status", "readyReplicas") ?? 0) == wanted && (item.Number("status", "replicas") ?? 0) == wanted && isUpdated);
    }

    private static string DaemonSet(JsonObject item)
    {
        var wanted = item.Number("status", "desiredNumberScheduled");
        return If(wanted is not null && (item.Number("status", "numberReady") ?? 0) >= wanted && (item.Number("status", "updatedNumberScheduled") ?? 0) >= wanted);
    }

    private static string Pod(JsonObject item) => item.Text("status", "phase") switch
    {
        "Succeeded" => Current,
        "Failed" => Failed,
        _ => If(item.Is("Ready")),
    };
}
