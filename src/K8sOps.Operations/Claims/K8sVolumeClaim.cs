namespace K8sOps;

/// <summary>A persistent volume claim, with who uses it and whether it can grow. Times are UTC, sizes bytes.</summary>
public sealed record K8sVolumeClaim
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>Always <c>PersistentVolumeClaim</c>.</summary>
    public string Kind { get; init; } = "PersistentVolumeClaim";

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary><c>status.phase</c>.</summary>
    public VolumeClaimPhase Phase { get; init; }

    /// <summary>The storage class; null for a claim of a volume that was made by hand.</summary>
    public string? StorageClass { get; init; }

    /// <summary>The volume, or null while it is not bound.</summary>
    public string? Volume { get; init; }

    /// <summary><c>spec.accessModes</c>.</summary>
    public IReadOnlyList<string> AccessModes { get; init; } = [];

    /// <summary><c>Filesystem</c> or <c>Block</c>.</summary>
    public string VolumeMode { get; init; } = "Filesystem";

    /// <summary>What is asked for, in bytes; null when it cannot be read.</summary>
    public long? RequestedBytes { get; init; }

    /// <summary>What there is, in bytes, as the pod sees it; null while it is not bound.</summary>
    public long? CapacityBytes { get; init; }

    /// <summary>Whether the storage class lets it grow; null when the class could not be read.</summary>
    public bool? IsExpandable { get; init; }

    /// <summary>How far a resize is, such as <c>Resizing</c> or <c>FileSystemResizePending</c>; null when none is under way.</summary>
    public string? ResizeStatus { get; init; }

    /// <summary>What the storage system says about the resize; null when nothing was said.</summary>
    public string? ResizeMessage { get; init; }

    /// <summary>The pods that mount it and have not ended; null when pods could not be read.</summary>
    public IReadOnlyList<string>? Pods { get; init; }

    /// <summary><c>metadata.uid</c>.</summary>
    public string? Uid { get; init; }

    /// <summary><c>metadata.creationTimestamp</c>.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary><c>metadata.deletionTimestamp</c>: it is kept until no pod uses it; null when nobody deletes it.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
