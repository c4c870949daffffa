namespace K8sOps.Ceph;

/// <summary>Which placement groups are asked for.</summary>
public sealed record CephPlacementGroupQuery
{
    /// <summary>Ids, literal or with wildcards; null or none for all.</summary>
    public IReadOnlyList<string>? PlacementGroups { get; init; }

    /// <summary>Names of pools, literal or with wildcards; null or none for all.</summary>
    public IReadOnlyList<string>? Pools { get; init; }

    /// <summary>States, literal or with wildcards: of the whole, or of one of its parts (<c>degraded</c> finds <c>active+undersized+degraded</c>); null or none for all.</summary>
    public IReadOnlyList<string>? States { get; init; }

    /// <summary>Only those that are not clean.</summary>
    public bool UnhealthyOnly { get; init; }

    /// <summary>Takes the error for a literal id or pool that is not there; null to throw it.</summary>
    public Action<OperationException>? OnMissing { get; init; }
}
