namespace K8sOps;

/// <summary>A pool: where objects of one use are kept, with one rule for their copies.</summary>
public sealed record CephPool
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>CephPool</c>.</summary>
    public string Kind { get; init; } = "CephPool";

    /// <summary>The namespace of the CephCluster.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Pool { get; init; }

    /// <summary>Its number, which the ids of its placement groups begin with.</summary>
    public required int PoolId { get; init; }

    /// <summary>How it keeps its data safe.</summary>
    public CephPoolType Type { get; init; }

    /// <summary>Copies of each object (<c>size</c>); of an erasure-coded pool data and parity pieces together.</summary>
    public int Replicas { get; init; }

    /// <summary>Copies that must be there for clients to be served (<c>min_size</c>).</summary>
    public int MinReplicas { get; init; }

    /// <summary>Placement groups that it has.</summary>
    public int PlacementGroups { get; init; }

    /// <summary>Placement groups that it is growing or shrinking to, or that the autoscaler would give it; null where it is content.</summary>
    public int? PlacementGroupsTarget { get; init; }

    /// <summary><c>on</c>, <c>off</c> or <c>warn</c>.</summary>
    public string? AutoscaleMode { get; init; }

    /// <summary>What was written into it.</summary>
    public long StoredBytes { get; init; }

    /// <summary>The raw space which that takes.</summary>
    public long UsedBytes { get; init; }

    /// <summary>Objects in it.</summary>
    public long Objects { get; init; }

    /// <summary>How much more can be written, by the fullest OSD that it uses.</summary>
    public long MaxAvailableBytes { get; init; }

    /// <summary>How full it is of what it could take.</summary>
    public double UsedPercent { get; init; }

    /// <summary>The most that may be written into it; null for no limit.</summary>
    public long? QuotaBytes { get; init; }

    /// <summary>The most objects that it may have; null for no limit.</summary>
    public long? QuotaObjects { get; init; }

    /// <summary>The share of the cluster that it is expected to fill, for the autoscaler; null where none is given.</summary>
    public double? TargetRatio { get; init; }

    /// <summary>What uses it: <c>rbd</c>, <c>cephfs</c>, <c>rgw</c>, <c>mgr</c>; null for none.</summary>
    public string? Application { get; init; }

    /// <summary>The rule that places its copies.</summary>
    public string? CrushRule { get; init; }

    /// <summary>The object of Rook that it belongs to, such as <c>CephBlockPool/replicapool</c>; null for none.</summary>
    public string? Managed { get; init; }

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
