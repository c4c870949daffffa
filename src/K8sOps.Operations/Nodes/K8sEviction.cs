namespace K8sOps;

/// <summary>What became of one pod when its node was drained. Times are UTC.</summary>
public sealed record K8sEviction
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>Always <c>Pod</c>: the pod is what the record names.</summary>
    public string Kind { get; init; } = "Pod";

    /// <summary>The node that was drained.</summary>
    public required string Node { get; init; }

    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod's name.</summary>
    public required string Name { get; init; }

    /// <summary>What became of it.</summary>
    public EvictionOutcome Outcome { get; init; }

    /// <summary>Why, or what it waited for; null where there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary><c>StatefulSet sonarr</c>; null for a pod without a controller.</summary>
    public string? Owner { get; init; }

    /// <summary>How often the server was asked to evict it.</summary>
    public int Attempts { get; init; }

    /// <summary>From the beginning of the node's drain until it was gone, or given up.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The pod's <c>metadata.uid</c>.</summary>
    public string? Uid { get; init; }

    /// <summary>When this was seen, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
