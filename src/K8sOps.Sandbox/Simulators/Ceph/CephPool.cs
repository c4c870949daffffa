namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>A replicated pool.</summary>
internal sealed class CephPool(int id, string name, int placementGroups)
{
    public int Id { get; } = id;

    public string Name { get; } = name;

    public int PlacementGroups { get; } = placementGroups;

    public int Size { get; set; } = 3;

    public int MinSize { get; set; } = 2;

    public string Application { get; init; } = "rbd";

    public string AutoscaleMode { get; set; } = "on";

    /// <summary>What clients have written, once.</summary>
    public long StoredBytes { get; set; }

    public long Objects { get; set; }

    public long QuotaBytes { get; set; }

    public long QuotaObjects { get; set; }

    public double TargetRatio { get; set; }

    public bool IsBulk { get; set; }

    public DateTimeOffset Created { get; init; }

    public long LastChange { get; set; }

    /// <summary>Options that were set on it, beyond those that have a property here.</summary>
    public SortedDictionary<string, string> Options { get; } = new(StringComparer.Ordinal);

    public bool IsOverQuota => (QuotaBytes > 0 && StoredBytes >= QuotaBytes) || (QuotaObjects > 0 && Objects >= QuotaObjects);
}
