namespace K8sOps.Ceph;

/// <summary>What of a pool is to change; null for what stays.</summary>
public sealed record CephPoolResizeOptions
{
    /// <summary>Copies of each object.</summary>
    public int? Replicas { get; init; }

    /// <summary>The most bytes that may be written into it; 0 for no limit.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>The most objects that it may have; 0 for no limit.</summary>
    public long? MaxObjects { get; init; }

    /// <summary>The share of the cluster that it is expected to fill, against the ratios of other pools; 0 for none.</summary>
    public double? TargetRatio { get; init; }

    /// <summary>The ids of gates that may fail.</summary>
    public IReadOnlyCollection<string> SkipGates { get; init; } = [];

    /// <summary>True to change what Flux will take back.</summary>
    public bool Force { get; init; }

    /// <summary>How long to wait until Ceph has it so.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
