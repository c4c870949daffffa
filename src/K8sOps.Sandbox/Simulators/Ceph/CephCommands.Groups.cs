using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <content>What the placement groups are.</content>
internal sealed partial class CephCommands
{
    private JsonObject GroupJson(CephPlacementGroup group)
    {
        var isClean = group.IsClean;
        var whole = isClean ? [] : group.Acting.Where(osd => group.Holders.TryGetValue(osd, out var lacks) && lacks == 0).ToList();
        var now = group.IsActive ? ceph.Now : group.InactiveSince ?? ceph.Now;
        var fresh = CephTime.Stamp(group.State.StartsWith("stale", StringComparison.Ordinal) ? group.Since : ceph.Now);
        var (scrub, deep) = (CephTime.Stamp(group.LastScrub), CephTime.Stamp(group.LastDeepScrub));
        var version = CephShapes.Say($"{group.MappingEpoch}'{group.Objects * 3}");
        return new JsonObject
        {
            ["pgid"] = group.Id,
            ["version"] = version,
            ["reported_seq"] = 18_000 + group.Number,
            ["reported_epoch"] = ceph.Epoch,
            ["state"] = group.State,
            ["last_fresh"] = fresh,
            ["last_change"] = CephTime.Stamp(group.Since),
            ["last_active"] = CephTime.Stamp(now),
            ["last_peered"] = fresh,
            ["last_clean"] = CephTime.Stamp(isClean ? ceph.Now : group.LastClean),
            ["last_became_active"] = CephTime.Stamp(group.Since),
            ["last_became_peered"] = CephTime.Stamp(group.Since),
            ["last_unstale"] = fresh,
            ["last_undegraded"] = CephTime.Stamp(group.Degraded == 0 ? ceph.Now : group.Since),
            ["last_fullsized"] = CephTime.Stamp(group.UndersizedSince ?? ceph.Now),
            ["mapping_epoch"] = group.MappingEpoch,
            ["log_start"] = "0'0",
            ["ondisk_log_start"] = "0'0",
            ["created"] = 14 + group.Pool.Id,
            ["last_epoch_clean"] = group.MappingEpoch,
            ["parent"] = "0.0",
            ["parent_split_bits"] = 0,
            ["last_scrub"] = version,
            ["last_scrub_stamp"] = scrub,
            ["last_deep_scrub"] = version,
            ["last_deep_scrub_stamp"] = deep,
            ["last_clean_scrub_stamp"] = scrub,
            ["objects_scrubbed"] = group.Objects,
            ["log_size"] = 10_042,
            ["log_dups_size"] = 0,
            ["ondisk_log_size"] = 10_042,
            ["stats_invalid"] = false,
            ["dirty_stats_invalid"] = false,
            ["omap_stats_invalid"] = false,
            ["hitset_stats_invalid"] = false,
            ["hitset_bytes_stats_invalid"] = false,
            ["pin_stats_invalid"] = false,
            ["manifest_stats_invalid"] = false,
            ["snaptrimq_len"] = 0,
            ["last_scrub_duration"] = 2,
            ["scrub_schedule"] = group.ScrubEnd is null ? "periodic scrub scheduled @ " + CephTime.Stamp(group.LastScrub + TimeSpan.FromHours(31)) : "deep scrubbing for 12s",
            ["scrub_duration"] = 2.1,
            ["objects_trimmed"] = 0,
            ["snaptrim_duration"] = 0,
            ["stat_sum"] = CephShapes.SumOf([group]),
            ["up"] = CephShapes.Numbers(group.Up),
            ["acting"] = CephShapes.Numbers(group.Acting),
            ["avail_no_missing"] = CephShapes.Texts(whole.Select(Plain)),
            ["object_location_counts"] = whole.Count == 0 ? [] : new JsonArray(new JsonObject { ["shards"] = string.Join(',', whole.Order()), ["objects"] = group.Objects }),
            ["blocked_by"] = new JsonArray(),
            ["up_primary"] = group.Up.Count > 0 ? group.Up[0] : -1,
            ["acting_primary"] = group.Primary,
            ["purged_snaps"] = new JsonArray(),
        };
    }

    private CephReply PgStat()
    {
        var (total, used) = Space();
        var summary = new JsonObject
        {
            ["num_pg_by_state"] = CephShapes.List(States().Select(static state => new JsonObject { ["name"] = state.State, ["num"] = state.Count })),
            ["num_pgs"] = ceph.Groups.Count,
            ["num_bytes"] = ceph.Pools.Sum(static pool => pool.StoredBytes),
            ["total_bytes"] = total,
            ["total_avail_bytes"] = total - used,
            ["total_used_bytes"] = used,
            ["total_used_raw_bytes"] = used,
        };
        AddMovement(summary);
        var parts = new List<string>
        {
            CephShapes.Say($"{ceph.Groups.Count} pgs: {string.Join(", ", States().Select(static state => CephShapes.Say($"{state.Count} {state.State}")))}"),
            $"{CephShapes.Size(ceph.Pools.Sum(static pool => pool.StoredBytes))} data, {CephShapes.Size(used)} used, {CephShapes.Size(total - used)} / {CephShapes.Size(total)} avail",
        };
        if (ceph.HasClients)
        {
            var (read, write, reads, writes) = ClientRates();
            summary["read_bytes_sec"] = read;
            summary["write_bytes_sec"] = write;
            summary["io_sec"] = reads + writes;
            parts.Add(CephShapes.Say($"{CephShapes.Size(read)}/s rd, {CephShapes.Size(write)}/s wr, {reads + writes} op/s"));
        }

        parts.AddRange(Movement());
        if (ceph.IsMoving) parts.Add(CephShapes.Say($"{CephShapes.Size(CephWorld.RecoveryRate)}/s, {CephWorld.RecoveryRate / (4L << 20)} objects/s recovering"));
        return CephReply.Of(new JsonObject { ["pg_ready"] = true, ["pg_summary"] = summary }, string.Join("; ", parts) + "\n");
    }

    private CephReply PgDump(string[] what)
    {
        if (what is ["pgs_brief"]) return Brief();
        if (what is ["pgs"]) return CephReply.Of(new JsonObject { ["pg_ready"] = true, ["pg_stats"] = CephShapes.List(ceph.Groups.Select(GroupJson)) }, Lines(ceph.Groups)) with { Error = "dumped pgs\n" };
        var map = new JsonObject { ["version"] = ceph.Epoch * 40, ["stamp"] = CephTime.Stamp(ceph.Now), ["last_osdmap_epoch"] = 0, ["last_pg_scan"] = 0, ["pg_stats_sum"] = GroupSum(ceph.Groups), ["osd_stats_sum"] = OsdSum() };
        var name = what.Length == 0 ? "all" : what[0];
        if (name is "sum" or "summary") return CephReply.Of(new JsonObject { ["pg_ready"] = true, ["pg_map"] = map }) with { Error = $"dumped {name}\n" };
        if (name != "all") return CephReply.Invalid("invalid command");
        var delta = GroupSum([]);
        delta["stamp_delta"] = "10.000000";
        map["pg_stats_delta"] = delta;
        map["pg_stats"] = CephShapes.List(ceph.Groups.Select(GroupJson));
        map["pool_stats"] = CephShapes.List(ceph.Pools.AsEnumerable().Reverse().Select(pool =>
        {
            var item = GroupSum([.. ceph.Groups.Where(group => group.Pool == pool)]);
            item.Insert(0, "poolid", pool.Id);
            item.Insert(1, "num_pg", pool.PlacementGroups);
            item["num_store_stats"] = ceph.Osds.Count;
            item["store_stats"] = CephShapes.StoreOf(allocated: pool.StoredBytes * pool.Size);
            return item;
        }));
        map["osd_stats"] = CephShapes.List(ceph.Osds.Values.Reverse().Select(OsdStats));
        map["pool_statfs"] = CephShapes.List(ceph.Pools.SelectMany(pool => ceph.Osds.Values.Select(osd =>
        {
            var item = CephShapes.StoreOf(allocated: ceph.Groups.Where(group => group.Pool == pool && group.Holders.ContainsKey(osd.Id)).Sum(static group => group.Bytes));
            item.Insert(0, "poolid", pool.Id);
            item.Insert(1, "osd", osd.Id);
            return item;
        })));
        return CephReply.Of(new JsonObject { ["pg_ready"] = true, ["pg_map"] = map }, Lines(ceph.Groups)) with { Error = "dumped all\n" };
    }

    private static JsonObject GroupSum(IReadOnlyCollection<CephPlacementGroup> groups) => new()
    {
        ["stat_sum"] = CephShapes.SumOf(groups),
        ["store_stats"] = CephShapes.StoreOf(),
        ["log_size"] = groups.Count * 10_042,
        ["ondisk_log_size"] = groups.Count * 10_042,
        ["up"] = groups.Sum(static group => group.Up.Count),
        ["acting"] = groups.Sum(static group => group.Acting.Count),
        ["num_store_stats"] = 0,
    };

    private JsonObject OsdSum()
    {
        var all = Fill.Sum(ceph.Osds.Values.Select(FillOf));
        return StatOf(all, 0, 0, ceph.Osds.Values.Sum(GroupsOn), ceph.Osds.Count, [], ceph.Osds.Values.Sum(Latency));
    }

    private JsonObject OsdStats(CephOsd osd)
    {
        var item = StatOf(FillOf(osd), osd.UpFrom, osd.UpFrom << 32, GroupsOn(osd), 1, ceph.Osds.Keys.Where(id => id != osd.Id), Latency(osd));
        item.Insert(0, "osd", osd.Id);
        item.Remove("network_ping_times");
        return item;
    }

    private static JsonObject StatOf(Fill fill, long upFrom, long sequence, int groups, int osds, IEnumerable<int> peers, long latency) => new()
    {
        ["up_from"] = upFrom,
        ["seq"] = sequence,
        ["num_pgs"] = groups,
        ["num_osds"] = osds,
        ["num_per_pool_osds"] = osds,
        ["num_per_pool_omap_osds"] = osds,
        ["kb"] = fill.Kb,
        ["kb_used"] = fill.Used,
        ["kb_used_data"] = fill.Data,
        ["kb_used_omap"] = fill.Omap,
        ["kb_used_meta"] = fill.Meta,
        ["kb_avail"] = fill.Free,
        ["statfs"] = CephShapes.StoreOf(fill.Kb * 1024, fill.Free * 1024, fill.Data * 1024, fill.Meta * 1024),
        ["hb_peers"] = CephShapes.Numbers(peers),
        ["snap_trim_queue_len"] = 0,
        ["num_snap_trimming"] = 0,
        ["num_shards_repaired"] = 0,
        ["op_queue_age_hist"] = new JsonObject { ["histogram"] = new JsonArray(), ["upper_bound"] = 1 },
        ["perf_stat"] = new JsonObject { ["commit_latency_ms"] = latency, ["apply_latency_ms"] = latency, ["commit_latency_ns"] = latency * 1_000_000, ["apply_latency_ns"] = latency * 1_000_000 },
        ["alerts"] = new JsonArray(),
        ["network_ping_times"] = new JsonArray(),
    };

    private CephReply Brief()
    {
        var table = new CephTable("PG_STAT", "STATE", "UP", "UP_PRIMARY", "ACTING", "ACTING_PRIMARY") { Left = { "PG_STAT" } };
        foreach (var group in ceph.Groups) table.Add(group.Id, group.State, Set(group.Up), Plain(group.Up.Count > 0 ? group.Up[0] : -1), Set(group.Acting), Plain(group.Primary));
        var json = CephShapes.List(ceph.Groups.Select(static group => new JsonObject { ["pgid"] = group.Id, ["state"] = group.State, ["up"] = CephShapes.Numbers(group.Up), ["acting"] = CephShapes.Numbers(group.Acting), ["up_primary"] = group.Up.Count > 0 ? group.Up[0] : -1, ["acting_primary"] = group.Primary }));
        return CephReply.Of(new JsonObject { ["pg_ready"] = true, ["pg_stats"] = json }, table.ToString()) with { Error = "dumped pgs_brief\n" };
    }

    private static string Set(IReadOnlyList<int> osds) => $"[{string.Join(',', osds)}]";

    private static string Lines(IEnumerable<CephPlacementGroup> groups)
    {
        var table = new CephTable("PG", "OBJECTS", "DEGRADED", "MISPLACED", "UNFOUND", "BYTES", "STATE", "SINCE", "UP", "ACTING", "SCRUB_STAMP", "DEEP_SCRUB_STAMP") { Left = { "PG" } };
        foreach (var group in groups) table.Add(group.Id, Whole(group.Objects), Whole(group.Degraded), Whole(group.Misplaced), "0", Whole(group.Bytes), group.State, "", Set(group.Up) + "p" + Plain(group.Up.Count > 0 ? group.Up[0] : -1), Set(group.Acting) + "p" + Plain(group.Primary), CephTime.Stamp(group.LastScrub), CephTime.Stamp(group.LastDeepScrub));
        return table.ToString();
    }

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    private CephReply PgList(string[] words)
    {
        var pool = words.Length > 0 && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (int?)null;
        var states = words.Skip(pool is null ? 0 : 1).Where(static word => word != "all").ToList();
        var found = ceph.Groups.Where(group => (pool is null || group.Pool.Id == pool) && states.TrueForAll(state => group.State.Split('+').Contains(state))).ToList();
        return PgStats(found, "pg_stats", isOptional: true);
    }

    private CephReply PgStats(IReadOnlyList<CephPlacementGroup> found, string name, bool isOptional)
    {
        var json = new JsonObject { ["pg_ready"] = true };
        if (found.Count > 0 || !isOptional) json[name] = CephShapes.List(found.Select(GroupJson));
        return CephReply.Of(json, Lines(found));
    }

    private CephReply Stuck(string[] what)
    {
        bool Is(CephPlacementGroup group, string word) => word switch
        {
            "inactive" => !group.IsActive,
            "unclean" => !group.IsClean,
            _ => group.State.Contains(word, StringComparison.Ordinal),
        };
        var words = what.Where(static word => word is "inactive" or "unclean" or "stale" or "undersized" or "degraded").DefaultIfEmpty("unclean").ToList();
        var found = ceph.Groups.Where(group => words.Exists(word => Is(group, word)) && ceph.Now - (group.UndersizedSince ?? group.Since) >= TimeSpan.FromSeconds(60)).ToList();
        return PgStats(found, "stuck_pg_stats", isOptional: false) with { Error = "ok\n" };
    }

    private CephReply Query(CephPlacementGroup group)
    {
        var history = new JsonObject
        {
            ["epoch_created"] = 14 + group.Pool.Id,
            ["epoch_pool_created"] = 14 + group.Pool.Id,
            ["last_epoch_started"] = group.MappingEpoch,
            ["last_interval_started"] = group.MappingEpoch,
            ["last_epoch_clean"] = group.MappingEpoch,
            ["last_interval_clean"] = group.MappingEpoch,
            ["last_epoch_split"] = 0,
            ["last_epoch_marked_full"] = 0,
            ["same_up_since"] = group.MappingEpoch,
            ["same_interval_since"] = group.MappingEpoch,
            ["same_primary_since"] = group.MappingEpoch,
            ["last_scrub_stamp"] = CephTime.Stamp(group.LastScrub),
            ["last_deep_scrub_stamp"] = CephTime.Stamp(group.LastDeepScrub),
            ["prior_readable_until_ub"] = 0,
        };
        var stats = GroupJson(group);
        stats.Remove("pgid");
        return CephReply.Of(new JsonObject
        {
            ["snap_trimq"] = "[]",
            ["snap_trimq_len"] = 0,
            ["state"] = group.State,
            ["epoch"] = ceph.Epoch,
            ["up"] = CephShapes.Numbers(group.Up),
            ["acting"] = CephShapes.Numbers(group.Acting),
            ["acting_recovery_backfill"] = CephShapes.Texts(group.Acting.Union(group.Up).Order().Select(Plain)),
            ["info"] = new JsonObject { ["pgid"] = group.Id, ["last_backfill"] = "MAX", ["purged_snaps"] = new JsonArray(), ["history"] = history, ["stats"] = stats, ["empty"] = group.Objects == 0 ? 1 : 0, ["dne"] = 0, ["incomplete"] = 0, ["last_epoch_started"] = group.MappingEpoch },
            ["peer_info"] = new JsonArray(),
            ["recovery_state"] = new JsonArray(new JsonObject { ["name"] = "Started/Primary/Active", ["enter_time"] = CephTime.Stamp(group.Since) }),
            ["agent_state"] = new JsonObject(),
        });
    }

    private CephReply BlockedBy()
    {
        var text = new StringBuilder("osd  num_blocked\n");
        return CephReply.Of(new JsonObject { ["pg_ready"] = true, ["osd_blocked_by"] = new JsonObject { ["osd_blocked_by_infos"] = new JsonArray() } }, text.ToString());
    }
}
