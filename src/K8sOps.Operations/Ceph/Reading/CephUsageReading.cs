using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Ceph.Reading;

/// <summary>Makes <see cref="CephUsage"/>s of <c>ceph df detail</c>.</summary>
internal static class CephUsageReading
{
    /// <summary>The cluster as a whole, then its device classes, then its pools.</summary>
    public static IReadOnlyList<CephUsage> Read(JsonNode json, CephReadingContext at)
    {
        if (json.At("stats") is not JsonObject total) throw at.Invalid("df detail", "it has no totals.");
        var usage = new List<CephUsage> { Raw("Cluster", "total", total, at) };
        usage.AddRange((json.At("stats_by_class") as JsonObject ?? []).Select(c => Raw("DeviceClass", c.Key, c.Value, at)));
        foreach (var pool in json.Items("pools"))
        {
            if (pool.Text("name") is { } name) usage.Add(Pool(name, pool.At("stats"), at));
        }

        return usage;
    }

    private static CephUsage Raw(string scope, string name, JsonNode? stats, CephReadingContext at) => new()
    {
        Cluster = at.Cluster,
        Namespace = at.Namespace,
        Scope = scope,
        Name = name,
        UsedBytes = stats.Count("total_used_raw_bytes") ?? stats.Count("total_used_bytes") ?? 0,
        AvailableBytes = stats.Count("total_avail_bytes") ?? 0,
        TotalBytes = stats.Count("total_bytes") ?? 0,
        UsedPercent = (stats.Real("total_used_raw_ratio") ?? 0) * 100,
        ObservedAt = at.Now,
    };

    private static CephUsage Pool(string name, JsonNode? stats, CephReadingContext at) => new()
    {
        Cluster = at.Cluster,
        Namespace = at.Namespace,
        Scope = "Pool",
        Name = name,
        Pool = name,
        StoredBytes = stats.Count("stored") ?? 0,
        UsedBytes = stats.Count("bytes_used") ?? 0,
        AvailableBytes = stats.Count("max_avail") ?? 0,
        UsedPercent = (stats.Real("percent_used") ?? 0) * 100,
        Objects = stats.Count("objects") ?? 0,
        ObservedAt = at.Now,
    };
}
