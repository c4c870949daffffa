namespace K8sOps;

/// <summary>A node. Times are UTC, sizes bytes, processors cores.</summary>
public sealed record K8sNode
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>Always <c>Node</c>.</summary>
    public string Kind { get; init; } = "Node";

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What kubectl prints under STATUS, such as <c>Ready,SchedulingDisabled</c>.</summary>
    public string Status { get; init; } = "Unknown";

    /// <summary>True only when the <c>Ready</c> condition was seen to be <c>True</c>.</summary>
    public bool Ready { get; init; }

    /// <summary>Why it is not ready, as one word (<c>KubeletNotReady</c>, <c>NodeStatusUnknown</c>); null when it is.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it is not ready, in the words of the kubelet or the node controller; null when it is.</summary>
    public string? Message { get; init; }

    /// <summary>When it became not ready; null when it is ready.</summary>
    public DateTimeOffset? NotReadySince { get; init; }

    /// <summary>Roles, from the labels <c>node-role.kubernetes.io/…</c>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The kubelet's version.</summary>
    public string? Version { get; init; }

    /// <summary>The first address of type <c>InternalIP</c>, or null.</summary>
    public string? InternalIP { get; init; }

    /// <summary>The operating system's name.</summary>
    public string? OSImage { get; init; }

    /// <summary>The kernel's version.</summary>
    public string? KernelVersion { get; init; }

    /// <summary>The container runtime and its version, such as <c>containerd://2.1.4</c>.</summary>
    public string? ContainerRuntime { get; init; }

    /// <summary>True when it is cordoned (<c>spec.unschedulable</c>).</summary>
    public bool Unschedulable { get; init; }

    /// <summary>Why it is cordoned, as <c>Disable-K8sNode</c> wrote it on the node; null when it is not, or nobody said.</summary>
    public string? CordonReason { get; init; }

    /// <summary>Who cordoned it (account and machine), from the node's annotations; null when it is not cordoned, or was in another way.</summary>
    public string? CordonedBy { get; init; }

    /// <summary>When it was cordoned, from the node's annotations; null as for <see cref="CordonedBy"/>.</summary>
    public DateTimeOffset? CordonedAt { get; init; }

    /// <summary>Taints, as <c>key=value:effect</c>.</summary>
    public IReadOnlyList<string> Taints { get; init; } = [];

    /// <summary>The conditions that tell of trouble and are true: <c>MemoryPressure</c>, <c>DiskPressure</c>, <c>PIDPressure</c>, <c>NetworkUnavailable</c>.</summary>
    public IReadOnlyList<string> Pressures { get; init; } = [];

    /// <summary>The messages of <see cref="Pressures"/>, in the same order.</summary>
    public IReadOnlyList<string> PressureMessages { get; init; } = [];

    /// <summary>Processors, in cores.</summary>
    public double? CpuCapacity { get; init; }

    /// <summary>Processors for pods, in cores.</summary>
    public double? CpuAllocatable { get; init; }

    /// <summary>Memory, in bytes.</summary>
    public long? MemoryCapacityBytes { get; init; }

    /// <summary>Memory for pods, in bytes.</summary>
    public long? MemoryAllocatableBytes { get; init; }

    /// <summary>How many pods it takes.</summary>
    public int? PodCapacity { get; init; }

    /// <summary><c>metadata.uid</c>.</summary>
    public string? Uid { get; init; }

    /// <summary><c>metadata.creationTimestamp</c>.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was read, by the cluster's clock. Ages are counted from here.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
