namespace K8sOps;

/// <summary>An OSD: the daemon that keeps one disk.</summary>
public sealed record CephOsd
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>CephOsd</c>.</summary>
    public string Kind { get; init; } = "CephOsd";

    /// <summary>The namespace of the CephCluster.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its number.</summary>
    public required int OsdId { get; init; }

    /// <summary>Its name, such as <c>osd.3</c>.</summary>
    public required string Daemon { get; init; }

    /// <summary>
    /// The node that it stands on: its pod's, else the one that its Deployment is bound to, else its host in the CRUSH map; null where
    /// none is told.
    /// </summary>
    public string? Node { get; init; }

    /// <summary>
    /// The host of the CRUSH map that it belongs to; null for a stray one. Not always the node's name: Rook turns dots to dashes
    /// (<c>NormalizeCrushName</c>), and gives an OSD of a portable device set the name of its claim.
    /// </summary>
    public string? CrushHost { get; init; }

    /// <summary><c>hdd</c>, <c>ssd</c>, <c>nvme</c> or a name of your own.</summary>
    public string? DeviceClass { get; init; }

    /// <summary>True only when it was seen to run.</summary>
    public bool Up { get; init; }

    /// <summary>True only when data is meant to be on it.</summary>
    public bool In { get; init; }

    /// <summary>Both together.</summary>
    public CephOsdState State { get; init; }

    /// <summary>What Ceph says: <c>up</c>, <c>down</c> or <c>destroyed</c>, and <c>in</c> or <c>out</c>.</summary>
    public string StateText { get; init; } = "";

    /// <summary>
    /// How long it has been up without a break, at least: since an OSD went up or down for the last time, be it this one or another
    /// (<c>last_up_change</c> of <c>ceph osd dump</c>; the monitors keep one time for all). Null while it is down, or where it is not told.
    /// </summary>
    public TimeSpan? UpFor { get; init; }

    /// <summary>The epoch of the OSD map in which it came up for the last time: <c>up_from</c> of <c>ceph osd dump</c>.</summary>
    public long? UpFrom { get; init; }

    /// <summary>The epoch of the OSD map in which it went down for the last time: <c>down_at</c> of <c>ceph osd dump</c>; 0 for never.</summary>
    public long? DownAt { get; init; }

    /// <summary>Its share in the CRUSH map, most often its size in TiB.</summary>
    public double CrushWeight { get; init; }

    /// <summary>How much of that share it is given, 0–1.</summary>
    public double Reweight { get; init; }

    /// <summary>Placement groups on it.</summary>
    public int PlacementGroups { get; init; }

    /// <summary>The size of its disk.</summary>
    public long SizeBytes { get; init; }

    /// <summary>What of it is used.</summary>
    public long UsedBytes { get; init; }

    /// <summary>What of it is free.</summary>
    public long AvailableBytes { get; init; }

    /// <summary>How full it is.</summary>
    public double UsedPercent { get; init; }

    /// <summary>How long a write takes, in milliseconds; null where it is not told.</summary>
    public double? CommitLatencyMs { get; init; }

    /// <summary>How long until a write can be read, in milliseconds; null where it is not told.</summary>
    public double? ApplyLatencyMs { get; init; }

    /// <summary>The Deployment that runs it, or null.</summary>
    public string? Deployment { get; init; }

    /// <summary>The pod that it runs in, or null.</summary>
    public string? Pod { get; init; }

    /// <summary>The version of Ceph that it runs, or null.</summary>
    public string? Version { get; init; }

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
