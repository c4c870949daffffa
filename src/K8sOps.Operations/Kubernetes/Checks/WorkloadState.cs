using K8sOps.Kube.Wire;

namespace K8sOps.Kube.Checks;

/// <summary>What the three kinds of workload tell in their own fields, in one shape.</summary>
internal sealed record WorkloadState(string Kind, string Namespace, string Name, int Desired, int Available)
{
    /// <summary>Since when it is short, where a condition tells it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>True when its roll-out has passed its deadline.</summary>
    public bool IsStuck { get; init; }

    /// <summary>The words of the condition that tells why.</summary>
    public string? Trouble { get; init; }

    public long Generation { get; init; }

    public long ObservedGeneration { get; init; }

    /// <summary>True when the status is older than the specification.</summary>
    public bool IsStale => ObservedGeneration < Generation;

    public static WorkloadState OfDeployment(WorkloadWire w)
    {
        var conditions = w.Status.Conditions ?? [];
        var stuck = Array.Find(conditions, c => c is { Type: "Progressing", Status: "False", Reason: "ProgressDeadlineExceeded" });
        var refused = Array.Find(conditions, c => c is { Type: "ReplicaFailure", Status: "True" });
        var available = Array.Find(conditions, c => c.Type == "Available");
        return Of("Deployment", w, w.Spec.Replicas ?? 1, w.Status.AvailableReplicas) with
        {
            Since = available is { Status: "False" } ? available.LastTransitionTime : null,
            IsStuck = stuck is not null,
            Trouble = (refused ?? stuck)?.Message,
        };
    }

    /// <summary>By readiness, as kubectl's roll-out status and the usual alert count it.</summary>
    public static WorkloadState OfStatefulSet(WorkloadWire w) => Of("StatefulSet", w, w.Spec.Replicas ?? 1, w.Status.ReadyReplicas);

    public static WorkloadState OfDaemonSet(WorkloadWire w) => Of("DaemonSet", w, w.Status.DesiredNumberScheduled, w.Status.NumberAvailable);

    private static WorkloadState Of(string kind, WorkloadWire w, int desired, int available)
        => new(kind, w.Metadata.Namespace ?? "", w.Metadata.Name, desired, available) { Generation = w.Metadata.Generation, ObservedGeneration = w.Status.ObservedGeneration };
}
