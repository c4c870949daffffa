namespace K8sOps;

/// <summary>A pod, with the status that kubectl would print and what is wrong with it. Times are UTC.</summary>
public sealed record K8sPod
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>Always <c>Pod</c>.</summary>
    public string Kind { get; init; } = "Pod";

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What kubectl prints under STATUS: <c>Running</c>, <c>Init:0/1</c>, <c>CrashLoopBackOff</c>, <c>Terminating</c> …</summary>
    public string Status { get; init; } = "Unknown";

    /// <summary><c>status.phase</c>.</summary>
    public PodPhase Phase { get; init; }

    /// <summary>True only when the pod's <c>Ready</c> condition was seen to be true and the pod is not being deleted.</summary>
    public bool Ready { get; init; }

    /// <summary>
    /// True when nothing is wrong: completed; or running and ready with all containers; or going away as asked and within its grace period.
    /// </summary>
    public bool IsHealthy { get; init; }

    /// <summary>Containers (and sidecars) that are ready.</summary>
    public int ReadyContainers { get; init; }

    /// <summary>Containers, with the init containers that run on as sidecars (<c>restartPolicy: Always</c>).</summary>
    public int TotalContainers { get; init; }

    /// <summary>What is wrong, as one word of Kubernetes (<c>CrashLoopBackOff</c>, <c>Unschedulable</c>, <c>Evicted</c>); null when nothing is.</summary>
    public string? Reason { get; init; }

    /// <summary>What is wrong, in the words of the kubelet, the scheduler or the container; null when nothing is or nothing was said.</summary>
    public string? Message { get; init; }

    /// <summary>The container that <see cref="Reason"/> is about, or null when it is about the pod.</summary>
    public string? ProblemContainer { get; init; }

    /// <summary>Restarts of all containers together, as kubectl counts them.</summary>
    public int Restarts { get; init; }

    /// <summary>When a container last ended and was restarted; null when none was.</summary>
    public DateTimeOffset? LastRestartAt { get; init; }

    /// <summary>How the container ended that ended last, such as <c>OOMKilled</c> or <c>Error</c>; null when none did.</summary>
    public string? LastTerminationReason { get; init; }

    /// <summary>The exit code of the container that ended last; null when none did.</summary>
    public int? LastExitCode { get; init; }

    /// <summary>The node, or null while it is not scheduled.</summary>
    public string? Node { get; init; }

    /// <summary>The pod's IP address, or null.</summary>
    public string? PodIP { get; init; }

    /// <summary>The kind of the controlling owner (<c>ReplicaSet</c>, <c>StatefulSet</c>, <c>Job</c> …), or null.</summary>
    public string? OwnerKind { get; init; }

    /// <summary>The name of the controlling owner, or null.</summary>
    public string? OwnerName { get; init; }

    /// <summary>The images of the containers, init containers not counted.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>The persistent volume claims that it mounts.</summary>
    public IReadOnlyList<string> Claims { get; init; } = [];

    /// <summary><c>metadata.uid</c>.</summary>
    public string? Uid { get; init; }

    /// <summary><c>metadata.creationTimestamp</c>.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary><c>metadata.deletionTimestamp</c>: when its grace period ends or ended; null when nobody deletes it.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>When it was read, by the cluster's clock. Ages are counted from here.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
