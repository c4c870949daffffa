using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <content>What the pools are.</content>
internal sealed partial class CephCommands
{
    private CephReply Pools(bool withDetail)
    {
        if (!withDetail) return CephReply.Of(CephShapes.Texts(ceph.Pools.Select(static pool => pool.Name)), string.Concat(ceph.Pools.Select(static pool => pool.Name + "\n")));
        var text = string.Concat(ceph.Pools.Select(static pool => CephShapes.Say($"pool {pool.Id} '{pool.Name}' replicated size {pool.Size} min_size {pool.MinSize} crush_rule 0 object_hash rjenkins pg_num {pool.PlacementGroups} pgp_num {pool.PlacementGroups} autoscale_mode {pool.AutoscaleMode} last_change {pool.LastChange} flags hashpspool{(pool.QuotaBytes > 0 ? " max_bytes " + pool.QuotaBytes.ToString(CultureInfo.InvariantCulture) : "")} stripe_width 0 application {pool.Application}\n")));
        return CephReply.Of(CephShapes.List(ceph.Pools.Select(PoolJson)), text + "\n");
    }

    private JsonObject PoolJson(CephPool pool)
    {
        var options = new JsonObject();
        if (pool.Name == ".mgr")
        {
            options["pg_num_max"] = 32;
            options["pg_num_min"] = 1;
        }

        if (pool.TargetRatio > 0) options["target_size_ratio"] = pool.TargetRatio;
        var score = new JsonObject
        {
            ["score_type"] = "Fair distribution",
            ["score_acting"] = 1,
            ["score_stable"] = 1,
            ["optimal_score"] = 1,
            ["raw_score_acting"] = 1,
            ["raw_score_stable"] = 1,
            ["primary_affinity_weighted"] = 1,
            ["average_primary_affinity"] = 1,
            ["average_primary_affinity_weighted"] = 1,
        };
        var flags = (pool.IsOverQuota ? 2 + 1024 : 0) + 1;
        return new JsonObject
        {
            ["pool_id"] = pool.Id,
            ["pool_name"] = pool.Name,
            ["create_time"] = CephTime.Stamp(pool.Created),
            ["flags"] = flags,
            ["flags_names"] = pool.IsOverQuota ? "hashpspool,full,full_quota" : "hashpspool",
            ["type"] = 1,
            ["size"] = pool.Size,
            ["min_size"] = pool.MinSize,
            ["crush_rule"] = 0,
            ["peering_crush_bucket_count"] = 0,
            ["peering_crush_bucket_target"] = 0,
            ["peering_crush_bucket_barrier"] = 0,
            ["peering_crush_bucket_mandatory_member"] = 2_147_483_647,
            ["is_stretch_pool"] = false,
            ["object_hash"] = 2,
            ["pg_autoscale_mode"] = pool.AutoscaleMode,
            ["pg_num"] = pool.PlacementGroups,
            ["pg_placement_num"] = pool.PlacementGroups,
            ["pg_placement_num_target"] = pool.PlacementGroups,
            ["pg_num_target"] = pool.PlacementGroups,
            ["pg_num_pending"] = pool.PlacementGroups,
            ["last_pg_merge_meta"] = new JsonObject { ["source_pgid"] = "0.0", ["ready_epoch"] = 0, ["last_epoch_started"] = 0, ["last_epoch_clean"] = 0, ["source_version"] = "0'0", ["target_version"] = "0'0" },
            ["last_change"] = CephShapes.Say($"{pool.LastChange}"),
            ["last_force_op_resend"] = "0",
            ["last_force_op_resend_prenautilus"] = "0",
            ["last_force_op_resend_preluminous"] = "0",
            ["auid"] = 0,
            ["snap_mode"] = "selfmanaged",
            ["snap_seq"] = 0,
            ["snap_epoch"] = 0,
            ["pool_snaps"] = new JsonArray(),
            ["removed_snaps"] = "[]",
            ["quota_max_bytes"] = pool.QuotaBytes,
            ["quota_max_objects"] = pool.QuotaObjects,
            ["tiers"] = new JsonArray(),
            ["tier_of"] = -1,
            ["read_tier"] = -1,
            ["write_tier"] = -1,
            ["cache_mode"] = "none",
            ["target_max_bytes"] = 0,
            ["target_max_objects"] = 0,
            ["cache_target_dirty_ratio_micro"] = 400_000,
            ["cache_target_dirty_high_ratio_micro"] = 600_000,
            ["cache_target_full_ratio_micro"] = 800_000,
            ["cache_min_flush_age"] = 0,
            ["cache_min_evict_age"] = 0,
            ["erasure_code_profile"] = "",
            ["hit_set_params"] = new JsonObject { ["type"] = "none" },
            ["hit_set_period"] = 0,
            ["hit_set_count"] = 0,
            ["use_gmt_hitset"] = true,
            ["min_read_recency_for_promote"] = 0,
            ["min_write_recency_for_promote"] = 0,
            ["hit_set_grade_decay_rate"] = 0,
            ["hit_set_search_last_n"] = 0,
            ["grade_table"] = new JsonArray(),
            ["stripe_width"] = 0,
            ["expected_num_objects"] = 0,
            ["fast_read"] = false,
            ["nonprimary_shards"] = "{}",
            ["options"] = options,
            ["application_metadata"] = new JsonObject { [pool.Application] = new JsonObject() },
            ["read_balance"] = score,
        };
    }

    private CephReply PoolStats()
    {
        var (read, write, reads, writes) = ClientRates();
        return CephReply.Of(CephShapes.List(ceph.Pools.Select(pool =>
        {
            var rate = new JsonObject();
            if (ceph.HasClients && pool.Name != ".mgr" && !pool.IsOverQuota)
            {
                var share = pool.Id == 2 ? 4 : 1;
                rate = new JsonObject { ["read_bytes_sec"] = read * share / 5, ["write_bytes_sec"] = write * share / 5, ["read_op_per_sec"] = reads * share / 5, ["write_op_per_sec"] = writes * share / 5 };
            }

            var recovery = new JsonObject();
            var degraded = ceph.Groups.Where(group => group.Pool == pool).Sum(static group => group.Degraded);
            if (degraded > 0)
            {
                recovery["degraded_objects"] = degraded;
                recovery["degraded_total"] = pool.Objects * pool.Size;
                recovery["degraded_ratio"] = (double)degraded / Math.Max(1, pool.Objects * pool.Size);
            }

            return new JsonObject { ["pool_name"] = pool.Name, ["pool_id"] = pool.Id, ["recovery"] = recovery, ["recovery_rate"] = new JsonObject(), ["client_io_rate"] = rate };
        })));
    }

    private CephReply Autoscale()
    {
        var total = ceph.Osds.Values.Where(static osd => osd.HasPlace && osd.IsIn).Sum(static osd => osd.Bytes);
        var table = new CephTable("POOL", "SIZE", "TARGET SIZE", "RATE", "RAW CAPACITY", "RATIO", "TARGET RATIO", "EFFECTIVE RATIO", "BIAS", "PG_NUM", "NEW PG_NUM", "AUTOSCALE", "BULK") { Left = { "POOL", "AUTOSCALE", "BULK" } };
        foreach (var pool in ceph.Pools) table.Add(pool.Name, CephShapes.Size(pool.StoredBytes), "", CephShapes.Say($"{pool.Size:0.0}"), CephShapes.Size(total), CephShapes.Say($"{Ratio(pool, total):0.0000}"), pool.TargetRatio > 0 ? CephShapes.Say($"{pool.TargetRatio:0.0000}") : "", "", "1.0", Plain(pool.PlacementGroups), "", pool.AutoscaleMode, pool.IsBulk ? "True" : "False");
        return CephReply.Of(CephShapes.List(ceph.Pools.Select(pool => new JsonObject
        {
            ["actual_capacity_ratio"] = Ratio(pool, total),
            ["actual_raw_used"] = pool.StoredBytes * pool.Size,
            ["bias"] = 1.0,
            ["bulk"] = pool.IsBulk,
            ["capacity_ratio"] = Math.Max(Ratio(pool, total), pool.TargetRatio),
            ["crush_root_id"] = -1,
            ["effective_target_ratio"] = pool.TargetRatio,
            ["logical_used"] = (double)pool.StoredBytes,
            ["pg_autoscale_mode"] = pool.AutoscaleMode,
            ["pg_num_final"] = pool.PlacementGroups,
            ["pg_num_ideal"] = pool.PlacementGroups,
            ["pg_num_target"] = pool.PlacementGroups,
            ["pool_id"] = pool.Id,
            ["pool_name"] = pool.Name,
            ["raw_used"] = pool.StoredBytes * pool.Size,
            ["raw_used_rate"] = (double)pool.Size,
            ["subtree_capacity"] = total,
            ["target_bytes"] = 0,
            ["target_ratio"] = pool.TargetRatio,
            ["would_adjust"] = false,
        })), table.ToString()) with
        { IsPretty = true };
    }

    private static double Ratio(CephPool pool, long total) => total == 0 ? 0 : (double)pool.StoredBytes * pool.Size / total;

    private CephReply PoolValue(string name, string variable)
    {
        if (ceph.Pool(name) is not { } pool) return CephReply.NotFound($"unrecognized pool '{name}'");
        var all = new JsonObject
        {
            ["size"] = pool.Size,
            ["min_size"] = pool.MinSize,
            ["pg_num"] = pool.PlacementGroups,
            ["pgp_num"] = pool.PlacementGroups,
            ["crush_rule"] = "replicated_rule",
            ["hashpspool"] = true,
            ["nodelete"] = false,
            ["nopgchange"] = false,
            ["nosizechange"] = false,
            ["write_fadvise_dontneed"] = false,
            ["noscrub"] = false,
            ["nodeep-scrub"] = false,
            ["use_gmt_hitset"] = true,
            ["fast_read"] = 0,
            ["pg_autoscale_mode"] = pool.AutoscaleMode,
        };
        if (pool.TargetRatio > 0) all["target_size_ratio"] = pool.TargetRatio;
        all["eio"] = false;
        all["bulk"] = pool.IsBulk;
        foreach (var (option, value) in pool.Options) all[option] = value;
        var json = new JsonObject { ["pool"] = pool.Name, ["pool_id"] = pool.Id };
        if (variable == "all")
        {
            Merge(json, all);
            return CephReply.Of(json, string.Concat(all.Select(static pair => $"{pair.Key}: {pair.Value}\n")));
        }

        if (all[variable] is not { } found)
        {
            return variable is "target_size_ratio" or "target_size_bytes" or "pg_num_min" or "pg_num_max" ? CephReply.NotFound($"option '{variable}' is not set on pool '{name}'") : CephReply.Invalid("invalid command");
        }

        json[variable] = found.DeepClone();
        return CephReply.Of(json, $"{variable}: {found}\n");
    }

    private CephReply PoolQuota(string name)
    {
        if (ceph.Pool(name) is not { } pool) return CephReply.NotFound($"unrecognized pool '{name}'");
        var json = new JsonObject { ["pool_name"] = pool.Name, ["pool_id"] = pool.Id, ["quota_max_objects"] = pool.QuotaObjects, ["current_num_objects"] = pool.Objects, ["quota_max_bytes"] = pool.QuotaBytes, ["current_num_bytes"] = pool.StoredBytes };
        var (objects, bytes) = (pool.QuotaObjects > 0 ? CephShapes.Say($"{CephShapes.Count(pool.QuotaObjects)} objects  (current num objects: {pool.Objects} objects)") : "N/A", pool.QuotaBytes > 0 ? CephShapes.Say($"{CephShapes.Size(pool.QuotaBytes)}  (current num bytes: {pool.StoredBytes} bytes)") : "N/A");
        return CephReply.Of(json, $"quotas for pool '{name}':\n  max objects: {objects}\n  max bytes  : {bytes}\n");
    }
}
