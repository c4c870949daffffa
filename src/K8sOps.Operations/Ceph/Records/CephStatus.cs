namespace K8sOps;

/// <summary>A Ceph cluster as a whole: what <c>ceph status</c> says, or, where that cannot be asked, what Rook wrote down last.</summary>
public sealed record CephStatus
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>CephStatus</c>.</summary>
    public string Kind { get; init; } = "CephStatus";

    /// <summary>The namespace of the CephCluster.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the CephCluster.</summary>
    public required string Name { get; init; }

    /// <summary>The cluster's own id.</summary>
    public string? Fsid { get; init; }

    /// <summary>Ceph's verdict; <see cref="CephHealth.Unknown"/> where Ceph was not asked and what Rook wrote down is too old, or void.</summary>
    public CephHealth Health { get; init; }

    /// <summary>The verdict as Ceph writes it, such as <c>HEALTH_WARN</c>; also where it has stopped being one.</summary>
    public string HealthText { get; init; } = "";

    /// <summary>The codes of the checks that complain, such as <c>OSD_DOWN</c>; muted ones are left out.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>The codes of the checks that complain and are muted.</summary>
    public IReadOnlyList<string> MutedChecks { get; init; } = [];

    /// <summary>Monitors in quorum; null where it is not told.</summary>
    public int? MonitorsUp { get; init; }

    /// <summary>Monitors that there are.</summary>
    public int? Monitors { get; init; }

    /// <summary>The names of the monitors in quorum.</summary>
    public IReadOnlyList<string> Quorum { get; init; } = [];

    /// <summary>Whether a manager is active.</summary>
    public bool? ManagerActive { get; init; }

    /// <summary>Managers that stand by.</summary>
    public int? ManagersStandby { get; init; }

    /// <summary>OSDs that run.</summary>
    public int? OsdsUp { get; init; }

    /// <summary>OSDs that data is meant to be on.</summary>
    public int? OsdsIn { get; init; }

    /// <summary>OSDs that there are.</summary>
    public int? Osds { get; init; }

    /// <summary>Pools.</summary>
    public int? Pools { get; init; }

    /// <summary>Placement groups.</summary>
    public int? PlacementGroups { get; init; }

    /// <summary>How many placement groups are in which state, such as <c>active+clean</c>.</summary>
    public IReadOnlyDictionary<string, int> PlacementGroupStates { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Objects, each counted once however many copies it has.</summary>
    public long? Objects { get; init; }

    /// <summary>Raw space in use, copies counted.</summary>
    public long? UsedBytes { get; init; }

    /// <summary>Raw space that is free.</summary>
    public long? AvailableBytes { get; init; }

    /// <summary>Raw space.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>How much of the data has fewer copies than it should. Can be over 100: what was written meanwhile counts too. Null for none.</summary>
    public double? DegradedPercent { get; init; }

    /// <summary>How much of the data is not where it should be. Null for none.</summary>
    public double? MisplacedPercent { get; init; }

    /// <summary>How fast data moves; null when none does.</summary>
    public long? RecoveringBytesPerSecond { get; init; }

    /// <summary>What clients read; null when nothing.</summary>
    public long? ReadBytesPerSecond { get; init; }

    /// <summary>What clients write; null when nothing.</summary>
    public long? WriteBytesPerSecond { get; init; }

    /// <summary>Flags that are set on the whole cluster, such as <c>noout</c>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>The version of Ceph, such as <c>19.2.3</c>.</summary>
    public string? Version { get; init; }

    /// <summary>Where this was read: <c>exec in pod …</c>, or <c>CephCluster status</c>.</summary>
    public required string Source { get; init; }

    /// <summary>How old it was when it was read; null when it was live.</summary>
    public TimeSpan? SourceAge { get; init; }

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
