namespace K8sOps;

/// <summary>A placement group: a share of a pool's objects that is placed and recovered as one.</summary>
public sealed record CephPlacementGroup
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>CephPlacementGroup</c>.</summary>
    public string Kind { get; init; } = "CephPlacementGroup";

    /// <summary>The namespace of the CephCluster.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its id, such as <c>2.1f</c>.</summary>
    public required string PlacementGroup { get; init; }

    /// <summary>The name of its pool.</summary>
    public string? Pool { get; init; }

    /// <summary>Its states, such as <c>active+undersized+degraded</c>.</summary>
    public required string State { get; init; }

    /// <summary>True only when it was seen to be active and clean, and neither inconsistent nor laggy.</summary>
    public bool IsClean { get; init; }

    /// <summary>The OSDs that it should be on.</summary>
    public IReadOnlyList<int> Up { get; init; } = [];

    /// <summary>The OSDs that serve it.</summary>
    public IReadOnlyList<int> Acting { get; init; } = [];

    /// <summary>The OSD that leads it; null for none.</summary>
    public int? Primary { get; init; }

    /// <summary>Objects in it.</summary>
    public long Objects { get; init; }

    /// <summary>Their size.</summary>
    public long Bytes { get; init; }

    /// <summary>Copies that are missing.</summary>
    public long DegradedObjects { get; init; }

    /// <summary>Copies that are not where they should be.</summary>
    public long MisplacedObjects { get; init; }

    /// <summary>Objects of which no copy can be found.</summary>
    public long UnfoundObjects { get; init; }

    /// <summary>Copies that were found to differ.</summary>
    public long ScrubErrors { get; init; }

    /// <summary>When its copies were last compared by name and size.</summary>
    public DateTimeOffset? LastScrub { get; init; }

    /// <summary>When its copies were last compared byte for byte.</summary>
    public DateTimeOffset? LastDeepScrub { get; init; }

    /// <summary>When it last served clients.</summary>
    public DateTimeOffset? LastActive { get; init; }

    /// <summary>OSDs that it waits for.</summary>
    public IReadOnlyList<int> BlockedBy { get; init; } = [];

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
