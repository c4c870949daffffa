namespace K8sOps;

/// <summary>What a pod, container or node used in one sample of metrics.k8s.io, beside what it asks for and may use.</summary>
public sealed record K8sUsage
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>Pod</c>, <c>Container</c> or <c>Node</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace; null for a node.</summary>
    public string? Namespace { get; init; }

    /// <summary>The pod, or the node.</summary>
    public required string Name { get; init; }

    /// <summary>The container; null for a pod or a node.</summary>
    public string? Container { get; init; }

    /// <summary>The node that it runs on; for a node its own name.</summary>
    public string? Node { get; init; }

    /// <summary>Processor cores, on average over <see cref="Window"/>; null when the sample cannot be read.</summary>
    public decimal? CpuCores { get; init; }

    /// <summary>The working set, in bytes; null when the sample cannot be read.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Cores that are requested; null where nothing is, and for a node.</summary>
    public decimal? CpuRequestCores { get; init; }

    /// <summary>Bytes that are requested; null where nothing is, and for a node.</summary>
    public long? MemoryRequestBytes { get; init; }

    /// <summary>The most cores: of a pod only where each container has a limit; of a node what is allocatable. Null where there is none.</summary>
    public decimal? CpuLimitCores { get; init; }

    /// <summary>The most bytes: of a pod only where each container has a limit; of a node what is allocatable. Null where there is none.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Use in percent of <see cref="CpuLimitCores"/>, to one decimal; null where there is none.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Use in percent of <see cref="MemoryLimitBytes"/>, to one decimal; null where there is none.</summary>
    public double? MemoryPercent { get; init; }

    /// <summary>What this one sample gives reason to look at; null where it gives none.</summary>
    public string? Recommendation { get; init; }

    /// <summary>When the sample ended, in UTC, by the metrics server; null when it does not say.</summary>
    public DateTimeOffset? SampledAt { get; init; }

    /// <summary>How long the sample took; null when the metrics server does not say.</summary>
    public TimeSpan? Window { get; init; }
}
