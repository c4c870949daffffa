using System.Text.Json.Nodes;
using K8sOps.Ceph.Checks;
using K8sOps.Kube;

namespace K8sOps.Ceph.Reading;

/// <summary>Makes a <see cref="CephStatus"/> of <c>ceph status</c>, or of a CephCluster's own status.</summary>
internal static class CephStatusReading
{
    public static CephStatus Read(JsonNode json, JsonObject? cluster, string source, CephReadingContext at)
    {
        var health = CephHealthReport.Read(json.At("health"), at, "status");
        var map = json.At("pgmap");
        return new CephStatus
        {
            Cluster = at.Cluster,
            Namespace = at.Namespace,
            Name = cluster.Text("metadata", "name") ?? at.Namespace,
            Fsid = json.Text("fsid"),
            Health = health.Status,
            HealthText = health.StatusText,
            Checks = [.. health.Checks.Where(c => !c.IsMuted).Select(c => c.Code)],
            MutedChecks = [.. health.Checks.Where(c => c.IsMuted).Select(c => c.Code)],
            Quorum = json.Words("quorum_names"),
            MonitorsUp = json.At("quorum") is JsonArray quorum ? quorum.Count : null,
            Monitors = json.Small("monmap", "num_mons"),
            ManagerActive = json.At("mgrmap", "available") is null ? null : json.Flag("mgrmap", "available"),
            ManagersStandby = json.Small("mgrmap", "num_standbys"),
            Osds = json.Small("osdmap", "num_osds"),
            OsdsUp = json.Small("osdmap", "num_up_osds"),
            OsdsIn = json.Small("osdmap", "num_in_osds"),
            Pools = map.Small("num_pools"),
            PlacementGroups = map.Small("num_pgs"),
            PlacementGroupStates = States(map),
            Objects = map.Count("num_objects"),
            UsedBytes = map.Count("bytes_used"),
            AvailableBytes = map.Count("bytes_avail"),
            TotalBytes = map.Count("bytes_total"),
            DegradedPercent = map.Real("degraded_ratio") * 100,
            MisplacedPercent = map.Real("misplaced_ratio") * 100,
            RecoveringBytesPerSecond = map.Count("recovering_bytes_per_sec"),
            ReadBytesPerSecond = map.Count("read_bytes_sec"),
            WriteBytesPerSecond = map.Count("write_bytes_sec"),
            Flags = Flags(health),
            Version = Version(cluster),
            Source = source,
            ObservedAt = at.Now,
        };
    }

    /// <summary>What Rook wrote down at its last look. Its word on the health stays in the text, and is no verdict once nothing follows from it.</summary>
    public static CephStatus ReadObject(JsonObject cluster, CephHealthView told, CephReadingContext at)
    {
        var ceph = cluster.At("status", "ceph");
        var health = told.Report;
        return new CephStatus
        {
            Cluster = at.Cluster,
            Namespace = at.Namespace,
            Name = cluster.Text("metadata", "name") ?? at.Namespace,
            Fsid = ceph.Text("fsid"),
            Health = told.Doubt is null ? health.Status : CephHealth.Unknown,
            HealthText = health.StatusText,
            Checks = [.. health.Checks.Select(c => c.Code)],
            UsedBytes = ceph.Count("capacity", "bytesUsed"),
            AvailableBytes = ceph.Count("capacity", "bytesAvailable"),
            TotalBytes = ceph.Count("capacity", "bytesTotal"),
            Flags = Flags(health),
            Version = Version(cluster),
            Source = "CephCluster status",
            SourceAge = told.Age,
            ObservedAt = at.Now,
        };
    }

    /// <summary>How old the status of a CephCluster is; null when it does not tell.</summary>
    public static TimeSpan? Age(JsonNode? cluster, DateTimeOffset now)
        => CephFields.Time(cluster.Text("status", "ceph", "lastChecked")) is { } at ? (now > at ? now - at : TimeSpan.Zero) : null;

    /// <summary>The version that Rook has found: <c>19.2.3</c> of <c>19.2.3-0</c>.</summary>
    public static string? Version(JsonNode? cluster) => cluster.Text("status", "version", "version") is { Length: > 0 } version ? version.Split('-')[0] : null;

    /// <summary>The flags in the words of <c>OSDMAP_FLAGS</c>: <c>noout,norebalance flag(s) set</c>.</summary>
    private static IReadOnlyList<string> Flags(CephHealthReport health)
        => health.Checks.FirstOrDefault(c => c.Code == "OSDMAP_FLAGS")?.Summary.Split(' ')[0].Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static Dictionary<string, int> States(JsonNode? map)
    {
        var states = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var state in map.Items("pgs_by_state"))
        {
            if (state.Text("state_name") is { } name && state.Small("count") is { } count) states[name] = count;
        }

        return states;
    }
}
