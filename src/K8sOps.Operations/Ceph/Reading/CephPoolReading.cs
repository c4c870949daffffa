using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Ceph.Reading;

/// <summary>Makes <see cref="CephPool"/>s of <c>ceph osd pool ls detail</c> and what else is known of them.</summary>
/// <param name="usage"><c>df detail</c>, or null.</param>
/// <param name="autoscale"><c>osd pool autoscale-status</c>, or null where there is no manager to tell.</param>
/// <param name="rules"><c>osd crush rule dump</c>, or null.</param>
/// <param name="owners">The objects of Rook that make pools.</param>
internal sealed class CephPoolReading(JsonNode? usage, JsonNode? autoscale, JsonNode? rules, CephPoolOwners owners)
{
    /// <summary>The pools, in Ceph's order.</summary>
    public IReadOnlyList<CephPool> Read(JsonNode list, CephReadingContext at)
    {
        if (list is not JsonArray) throw at.Invalid("osd pool ls detail", "it is no list.");
        var pools = new List<CephPool>();
        foreach (var pool in list.Items())
        {
            if (pool.Text("pool_name") is { } name && pool.Small("pool_id") is { } id) pools.Add(Pool(pool, name, id, at));
        }

        return pools;
    }

    private CephPool Pool(JsonObject pool, string name, int id, CephReadingContext at)
    {
        var stats = usage.Items("pools").FirstOrDefault(p => p.Small("id") == id).At("stats");
        var scale = autoscale.Items().FirstOrDefault(p => p.Small("pool_id") == id);
        var has = pool.Small("pg_num") ?? 0;
        var growing = pool.Small("pg_num_target") is { } wanted && wanted != has ? wanted : (int?)null;
        return new CephPool
        {
            Cluster = at.Cluster,
            Namespace = at.Namespace,
            Pool = name,
            PoolId = id,
            Type = pool.Small("type") switch { 1 => CephPoolType.Replicated, 3 => CephPoolType.Erasure, _ => CephPoolType.Unknown },
            Replicas = pool.Small("size") ?? 0,
            MinReplicas = pool.Small("min_size") ?? 0,
            PlacementGroups = has,
            PlacementGroupsTarget = growing ?? (scale.Flag("would_adjust") ? scale.Small("pg_num_final") : null),
            AutoscaleMode = pool.Text("pg_autoscale_mode"),
            StoredBytes = stats.Count("stored") ?? 0,
            UsedBytes = stats.Count("bytes_used") ?? 0,
            Objects = stats.Count("objects") ?? 0,
            MaxAvailableBytes = stats.Count("max_avail") ?? 0,
            UsedPercent = (stats.Real("percent_used") ?? 0) * 100,
            QuotaBytes = pool.Limit("quota_max_bytes"),
            QuotaObjects = pool.Limit("quota_max_objects"),
            TargetRatio = pool.Real("options", "target_size_ratio") is { } ratio and > 0 ? ratio : null,
            Application = pool.At("application_metadata") is JsonObject { Count: > 0 } uses ? string.Join(", ", uses.Select(u => u.Key)) : null,
            CrushRule = pool.Small("crush_rule") is { } rule ? rules.Items().FirstOrDefault(r => r.Small("rule_id") == rule).Text("rule_name") : null,
            Managed = owners.Of(name),
            ObservedAt = at.Now,
        };
    }
}
