namespace K8sOps;

/// <summary>What is to be set on a workload. What is not set stays as it is.</summary>
public sealed record WorkloadSettings
{
    /// <summary>Images, as <c>container=image</c>, or the image alone where the pod has one container.</summary>
    public IReadOnlyList<string>? Images { get; init; }

    /// <summary>How many pods; of Deployments and StatefulSets only.</summary>
    public int? Replicas { get; init; }

    /// <summary>Requests as <c>cpu=100m</c>; <c>cpu=none</c> takes one away.</summary>
    public IReadOnlyList<string>? Requests { get; init; }

    /// <summary>Limits, likewise.</summary>
    public IReadOnlyList<string>? Limits { get; init; }

    /// <summary>The container that requests and limits are for; null where the pod has one.</summary>
    public string? Container { get; init; }
}
