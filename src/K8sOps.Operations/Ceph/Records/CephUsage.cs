namespace K8sOps;

/// <summary>What a pool or a class of devices takes of the space.</summary>
public sealed record CephUsage
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>CephUsage</c>.</summary>
    public string Kind { get; init; } = "CephUsage";

    /// <summary>The namespace of the CephCluster.</summary>
    public required string Namespace { get; init; }

    /// <summary><c>Cluster</c>, <c>DeviceClass</c> or <c>Pool</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The device class, the pool, or <c>total</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The pool, where it is one; null else.</summary>
    public string? Pool { get; init; }

    /// <summary>Of a pool: what was written into it.</summary>
    public long? StoredBytes { get; init; }

    /// <summary>Raw space in use.</summary>
    public long UsedBytes { get; init; }

    /// <summary>Raw space that is free; of a pool, what can still be written into it.</summary>
    public long AvailableBytes { get; init; }

    /// <summary>Raw space; null for a pool.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>How full it is.</summary>
    public double UsedPercent { get; init; }

    /// <summary>Of a pool: its objects.</summary>
    public long? Objects { get; init; }

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
