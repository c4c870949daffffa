namespace K8sOps.Ceph;

/// <summary>How a placement group is repaired.</summary>
public sealed record CephRepairOptions
{
    /// <summary>The defaults: only where Ceph can tell which copy is the good one.</summary>
    public static readonly CephRepairOptions Default = new();

    /// <summary>True to repair also where Ceph does not know which copies are good, with fewer than three copies, and after a repair that failed.</summary>
    public bool Force { get; init; }

    /// <summary>How long to wait for the repair's end.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);
}
