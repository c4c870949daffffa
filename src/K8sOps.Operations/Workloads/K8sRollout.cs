namespace K8sOps;

/// <summary>One revision in the history of a workload's roll-outs. Times are UTC.</summary>
public sealed record K8sRollout
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The workload's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The workload's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The workload's name.</summary>
    public required string Name { get; init; }

    /// <summary>The number of the revision; higher is later.</summary>
    public required long Revision { get; init; }

    /// <summary>True for the revision of the workload's template as it is now.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>The annotation <c>kubernetes.io/change-cause</c>, or null.</summary>
    public string? ChangeCause { get; init; }

    /// <summary>The images by container.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Pods of this revision; null where the kind does not count them.</summary>
    public int? Replicas { get; init; }

    /// <summary>Ready pods of this revision; null likewise.</summary>
    public int? Ready { get; init; }

    /// <summary>The ReplicaSet or ControllerRevision that keeps it.</summary>
    public required string Keeper { get; init; }

    /// <summary>When it was first rolled out.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was read, by the cluster's clock. Ages are counted from here.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
