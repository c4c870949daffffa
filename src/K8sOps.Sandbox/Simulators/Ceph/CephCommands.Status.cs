using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <content>What the cluster as a whole is.</content>
internal sealed partial class CephCommands
{
    private const string Modules = "iostat nfs";
    private const string AlwaysOn = "balancer crash devicehealth orchestrator pg_autoscaler progress rbd_support status telemetry volumes";

    private CephReply Health(bool withDetail)
    {
        var checks = CephHealth.Of(ceph);
        var status = CephHealth.Status(ceph, checks);
        var open = checks.Where(check => Mute(check.Code) is null).ToList();
        var muted = checks.Where(check => Mute(check.Code) is not null).Select(check => $"{check.Code}{Left(Mute(check.Code)!, "(", ")")}").ToList();
        var summary = string.Join("; ", open.Select(static check => check.Summary));
        var text = new StringBuilder(status);
        if (summary.Length > 0) text.Append(' ').Append(summary);
        if (muted.Count > 0) text.Append(open.Count > 0 ? "; " : " ").Append("(muted: ").AppendJoin(", ", muted).Append(')');
        text.Append('\n');
        foreach (var check in withDetail ? checks : [])
        {
            if (Mute(check.Code) is { } mute) text.Append("(MUTED").Append(Left(mute, " ttl ", "")).Append(mute.IsSticky ? (mute.Until is null ? " STICKY" : ", STICKY") : "").Append(") ");
            text.Append(check.IsError ? "[ERR] " : "[WRN] ").Append(check.Code).Append(": ").Append(check.Summary).Append('\n');
            foreach (var line in check.Detail) text.Append("    ").Append(line).Append('\n');
        }

        return CephReply.Of(HealthJson(withDetail), text.ToString());
    }

    private CephMute? Mute(string code) => ceph.Mutes.Find(mute => mute.Code == code);

    private string Left(CephMute mute, string before, string after) => mute.Until is { } until ? before + CephTime.Span(until - ceph.Now) + after : "";

    private JsonObject HealthJson(bool withDetail)
    {
        var checks = CephHealth.Of(ceph);
        var json = new JsonObject();
        foreach (var check in checks)
        {
            var item = new JsonObject { ["severity"] = check.Severity, ["summary"] = new JsonObject { ["message"] = check.Summary, ["count"] = check.Count } };
            if (withDetail) item["detail"] = CephShapes.List(check.Detail.Select(static line => new JsonObject { ["message"] = line }));
            item["muted"] = Mute(check.Code) is not null;
            json[check.Code] = item;
        }

        var mutes = CephShapes.List(ceph.Mutes.Select(static mute =>
        {
            var item = new JsonObject { ["code"] = mute.Code };
            if (mute.Until is { } until) item["ttl"] = CephTime.Stamp(until);
            item["sticky"] = mute.IsSticky;
            item["summary"] = mute.Summary;
            item["count"] = mute.Count;
            return item;
        }));
        return new JsonObject { ["status"] = CephHealth.Status(ceph, checks), ["checks"] = json, ["mutes"] = mutes };
    }

    private CephReply Status()
    {
        var quorum = ceph.Quorum.ToList();
        var json = new JsonObject
        {
            ["fsid"] = ceph.Fsid,
            ["health"] = HealthJson(withDetail: false),
            ["election_epoch"] = ceph.ElectionEpoch,
            ["quorum"] = CephShapes.Numbers(quorum.Select(static monitor => monitor.Rank)),
            ["quorum_names"] = CephShapes.Texts(quorum.Select(static monitor => monitor.Name)),
            ["quorum_age"] = (long)(ceph.Now - ceph.QuorumSince).TotalSeconds,
            ["monmap"] = new JsonObject { ["epoch"] = 3, ["min_mon_release_name"] = "squid", ["num_mons"] = ceph.Monitors.Count },
            ["osdmap"] = OsdStatJson(),
            ["pgmap"] = PgMap(),
            ["fsmap"] = new JsonObject { ["epoch"] = 1, ["btime"] = CephTime.Stamp(ceph.Created).Replace('.', ':'), ["by_rank"] = new JsonArray(), ["up:standby"] = 0 },
            ["mgrmap"] = new JsonObject { ["available"] = ceph.ActiveManager is not null, ["num_standbys"] = Standbys.Count, ["modules"] = CephShapes.Texts(Modules.Split(' ')), ["services"] = new JsonObject() },
            ["servicemap"] = new JsonObject { ["epoch"] = 812, ["modified"] = CephTime.Stamp(ceph.Modified), ["services"] = new JsonObject() },
            ["progress_events"] = new JsonObject(),
        };
        return CephReply.Of(json, StatusText(quorum));
    }

    private List<CephManager> Standbys => [.. ceph.Managers.Where(manager => manager.IsRunning && manager != ceph.ActiveManager)];

    private (long Total, long Used) Space()
    {
        var osds = ceph.Osds.Values.Where(static osd => osd.IsIn).ToList();
        return (osds.Sum(static osd => osd.Bytes), osds.Sum(ceph.UsedBytes));
    }

    private IEnumerable<(string State, int Count)> States() => ceph.Groups.GroupBy(static group => group.State, StringComparer.Ordinal)
        .Select(static state => (state.Key, state.Count())).OrderByDescending(static state => state.Item2).ThenBy(static state => state.Key, StringComparer.Ordinal);

    private JsonObject PgMap()
    {
        var (total, used) = Space();
        var map = new JsonObject
        {
            ["pgs_by_state"] = CephShapes.List(States().Select(static state => new JsonObject { ["state_name"] = state.State, ["count"] = state.Count })),
            ["num_pgs"] = ceph.Groups.Count,
            ["num_pools"] = ceph.Pools.Count,
            ["num_objects"] = ceph.Pools.Sum(static pool => pool.Objects),
            ["data_bytes"] = ceph.Pools.Sum(static pool => pool.StoredBytes),
            ["bytes_used"] = used,
            ["bytes_avail"] = total - used,
            ["bytes_total"] = total,
        };
        AddMovement(map);
        if (ceph.HasClients)
        {
            var (read, write, reads, writes) = ClientRates();
            map["read_bytes_sec"] = read;
            map["write_bytes_sec"] = write;
            map["read_op_per_sec"] = reads;
            map["write_op_per_sec"] = writes;
        }

        return map;
    }

    private void AddMovement(JsonObject map)
    {
        var copies = ceph.Groups.Sum(static group => group.Objects * group.Pool.Size);
        var degraded = ceph.Groups.Sum(static group => group.Degraded);
        var misplaced = ceph.Groups.Sum(static group => group.Misplaced);
        foreach (var (name, count) in new[] { ("degraded", degraded), ("misplaced", misplaced) })
        {
            if (count == 0) continue;
            map[name + "_objects"] = count;
            map[name + "_total"] = copies;
            map[name + "_ratio"] = (double)count / copies;
        }

        if (!ceph.IsMoving) return;
        map["recovering_objects_per_sec"] = Math.Max(1, CephWorld.RecoveryRate / (4L << 20));
        map["recovering_bytes_per_sec"] = CephWorld.RecoveryRate;
        map["recovering_keys_per_sec"] = 0;
        map["num_objects_recovered"] = 0;
        map["num_bytes_recovered"] = 0;
        map["num_keys_recovered"] = 0;
    }

    /// <summary>What clients do: the same for everybody who looks in the same five seconds.</summary>
    private (long Read, long Write, long Reads, long Writes) ClientRates()
    {
        var chance = new WorldSeed(CephShapes.Say($"{ceph.Fsid}/{ceph.Now.ToUnixTimeSeconds() / 5}"));
        var (read, write) = ((long)(chance.Next() % 3_000_000) + 1_200_000, (long)(chance.Next() % 5_000_000) + 2_400_000);
        return (read, write, read / 32_768, write / 16_384);
    }

    private string StatusText(List<CephMonitor> quorum)
    {
        var (total, used) = Space();
        var checks = CephHealth.Of(ceph);
        var text = new StringBuilder();
        text.Append("  cluster:\n    id:     ").Append(ceph.Fsid).Append("\n    health: ").Append(CephHealth.Status(ceph, checks)).Append('\n');
        foreach (var check in checks.Where(check => Mute(check.Code) is null)) text.Append("            ").Append(check.Summary).Append('\n');
        var muted = checks.Where(check => Mute(check.Code) is not null).Select(check => $"{check.Code}{Left(Mute(check.Code)!, "(", ")")}").ToList();
        if (muted.Count > 0) text.Append("            (muted: ").AppendJoin(", ", muted).Append(")\n");
        var away = ceph.Monitors.Except(quorum).Select(static monitor => monitor.Name).ToList();
        text.Append(" \n  services:\n    mon: ").Append(ceph.Monitors.Count).Append(" daemons, quorum ").AppendJoin(',', quorum.Select(static monitor => monitor.Name)).Append(" (age ").Append(CephTime.Span(ceph.Now - ceph.QuorumSince)).Append(')');
        if (away.Count > 0) text.Append(", out of quorum: ").AppendJoin(", ", away);
        text.Append("\n    mgr: ");
        if (ceph.ActiveManager is { } active) text.Append(active.Name).Append("(active, since ").Append(CephTime.Span(ceph.Now - active.Since)).Append(')').Append(Standbys.Count > 0 ? ", standbys: " + string.Join(", ", Standbys.Select(static manager => manager.Name)) : "");
        else text.Append("no daemons active");
        var remapped = Remapped();
        text.Append(CephShapes.Say($"\n    osd: {ceph.Osds.Count} osds: {ceph.Osds.Values.Count(static osd => osd.IsUp)} up (since {CephTime.Span(ceph.Now - ceph.LastUpChange)}), {ceph.Osds.Values.Count(static osd => osd.IsIn)} in (since {CephTime.Span(ceph.Now - ceph.LastInChange)}){(remapped > 0 ? CephShapes.Say($"; {remapped} remapped pgs") : "")}\n"));
        var flags = FlagNames().Except(OwnFlags, StringComparer.Ordinal).ToList();
        if (flags.Count > 0) text.Append("         flags ").AppendJoin(',', flags).Append('\n');
        text.Append(CephShapes.Say($" \n  data:\n    pools:   {ceph.Pools.Count} pools, {ceph.Groups.Count} pgs\n    objects: {CephShapes.Count(ceph.Pools.Sum(static pool => pool.Objects))} objects, {CephShapes.Size(ceph.Pools.Sum(static pool => pool.StoredBytes))}\n"));
        text.Append(CephShapes.Say($"    usage:   {CephShapes.Size(used)} used, {CephShapes.Size(total - used)} / {CephShapes.Size(total)} avail\n    pgs:     "));
        var lines = Movement().Concat(States().Select(state => CephShapes.Say($"{state.Count.ToString(System.Globalization.CultureInfo.InvariantCulture).PadRight(States().Max(static item => item.Count).ToString(System.Globalization.CultureInfo.InvariantCulture).Length)} {state.State}")));
        text.AppendJoin("\n             ", lines).Append("\n \n");
        var rates = new List<string>();
        if (ceph.IsMoving) rates.Add(CephShapes.Say($"    recovery: {CephShapes.Size(CephWorld.RecoveryRate)}/s, {CephWorld.RecoveryRate / (4L << 20)} objects/s\n"));
        if (ceph.HasClients)
        {
            var (read, write, reads, writes) = ClientRates();
            rates.Insert(0, CephShapes.Say($"    client:   {CephShapes.Size(read)}/s rd, {CephShapes.Size(write)}/s wr, {reads} op/s rd, {writes} op/s wr\n"));
        }

        if (rates.Count > 0) text.Append("  io:\n").AppendJoin("", rates).Append(" \n");
        return text.ToString();
    }

    private IEnumerable<string> Movement()
    {
        var copies = ceph.Groups.Sum(static group => group.Objects * group.Pool.Size);
        var degraded = ceph.Groups.Sum(static group => group.Degraded);
        var misplaced = ceph.Groups.Sum(static group => group.Misplaced);
        if (degraded > 0) yield return CephShapes.Say($"{degraded}/{copies} objects degraded ({100.0 * degraded / copies:0.000}%)");
        if (misplaced > 0) yield return CephShapes.Say($"{misplaced}/{copies} objects misplaced ({100.0 * misplaced / copies:0.000}%)");
    }

    private CephReply Versions()
    {
        JsonObject Of(int count) => count == 0 ? [] : new JsonObject { [CephWorld.Version] = count };
        var (monitors, managers, osds) = (ceph.Quorum.Count(), ceph.Managers.Count(static manager => manager.IsRunning), ceph.Osds.Values.Count(static osd => osd.IsUp));
        return CephReply.Of(new JsonObject { ["mon"] = Of(monitors), ["mgr"] = Of(managers), ["osd"] = Of(osds), ["overall"] = Of(monitors + managers + osds) });
    }

    private CephReply Usage(bool withDetail)
    {
        var (total, used) = Space();
        var table = new CephTable("CLASS", "SIZE", "AVAIL", "USED", "RAW USED", "%RAW USED") { Left = { "CLASS" } };
        foreach (var name in new[] { "ssd", "TOTAL" }) table.Add(name, CephShapes.Size(total), CephShapes.Size(total - used), CephShapes.Size(used), CephShapes.Size(used), CephShapes.Say($"{(total == 0 ? 0 : 100.0 * used / total):0.00}"));
        var pools = new CephTable("POOL", "ID", "PGS", "STORED", "OBJECTS", "USED", "%USED", "MAX AVAIL") { Left = { "POOL" } };
        foreach (var pool in ceph.Pools) pools.Add(pool.Name, CephShapes.Say($"{pool.Id}"), CephShapes.Say($"{pool.PlacementGroups}"), CephShapes.Size(pool.StoredBytes), CephShapes.Count(pool.Objects), CephShapes.Size(pool.StoredBytes * pool.Size), CephShapes.Say($"{100 * PercentUsed(pool):0.00}"), CephShapes.Size(MaxAvailable(pool)));
        JsonObject Raw() => new() { ["total_bytes"] = total, ["total_avail_bytes"] = total - used, ["total_used_bytes"] = used, ["total_used_raw_bytes"] = used, ["total_used_raw_ratio"] = total == 0 ? 0.0 : (double)used / total };
        var stats = Raw();
        stats["num_osds"] = ceph.Osds.Count;
        stats["num_per_pool_osds"] = ceph.Osds.Count;
        stats["num_per_pool_omap_osds"] = ceph.Osds.Count;
        var json = new JsonObject { ["stats"] = stats, ["stats_by_class"] = new JsonObject { ["ssd"] = Raw() }, ["pools"] = CephShapes.List(ceph.Pools.Select(pool => new JsonObject { ["name"] = pool.Name, ["id"] = pool.Id, ["stats"] = PoolUsage(pool, withDetail) })) };
        return CephReply.Of(json, $"--- RAW STORAGE ---\n{table} \n--- POOLS ---\n{pools}");
    }

    private JsonObject PoolUsage(CephPool pool, bool withDetail)
    {
        var bytes = pool.StoredBytes * pool.Size;
        if (!withDetail) return new JsonObject { ["stored"] = pool.StoredBytes, ["objects"] = pool.Objects, ["kb_used"] = bytes / 1024, ["bytes_used"] = bytes, ["percent_used"] = PercentUsed(pool), ["max_avail"] = MaxAvailable(pool) };
        return new JsonObject
        {
            ["stored"] = pool.StoredBytes,
            ["stored_data"] = pool.StoredBytes,
            ["stored_omap"] = 0,
            ["objects"] = pool.Objects,
            ["kb_used"] = bytes / 1024,
            ["bytes_used"] = bytes,
            ["data_bytes_used"] = bytes,
            ["omap_bytes_used"] = 0,
            ["percent_used"] = PercentUsed(pool),
            ["max_avail"] = MaxAvailable(pool),
            ["quota_objects"] = pool.QuotaObjects,
            ["quota_bytes"] = pool.QuotaBytes,
            ["dirty"] = 0,
            ["rd"] = pool.Objects * 5,
            ["rd_bytes"] = pool.StoredBytes * 4,
            ["wr"] = pool.Objects * 3,
            ["wr_bytes"] = pool.StoredBytes * 2,
            ["compress_bytes_used"] = 0,
            ["compress_under_bytes"] = 0,
            ["stored_raw"] = bytes,
            ["avail_raw"] = MaxAvailable(pool) * pool.Size,
        };
    }

    /// <summary>What can still be written before the first OSD is full.</summary>
    private long MaxAvailable(CephPool pool)
    {
        var osds = ceph.Osds.Values.Where(static osd => osd.Reweight > 0 && osd.HasPlace).ToList();
        if (osds.Count == 0) return 0;
        var weight = osds.Sum(static osd => osd.CrushWeight * osd.Reweight);
        var room = osds.Min(osd => Math.Max(0, (osd.Bytes * ceph.FullRatio) - ceph.UsedBytes(osd)) / (osd.CrushWeight * osd.Reweight / weight));
        return (long)(room / pool.Size);
    }

    private double PercentUsed(CephPool pool)
    {
        var bytes = pool.StoredBytes * pool.Size;
        var room = MaxAvailable(pool) * pool.Size;
        return bytes + room == 0 ? 0 : (double)bytes / (bytes + room);
    }
}
