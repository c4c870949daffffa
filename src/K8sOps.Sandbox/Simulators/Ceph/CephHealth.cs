using System.Globalization;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>The health checks that a cluster's state raises, with the codes and in the words of Ceph 18 to 20.</summary>
internal static class CephHealth
{
    private static readonly string[] FlagOrder = ["pause", "noup", "nodown", "noout", "noin", "nobackfill", "norebalance", "norecover", "noscrub", "nodeep-scrub", "nosnaptrim"];
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CrashAge = TimeSpan.FromDays(14);

    /// <summary>Every check that is raised, by code.</summary>
    public static IReadOnlyList<CephCheck> Of(CephWorld ceph)
    {
        var checks = new List<CephCheck>();
        AddMonitors(ceph, checks);
        AddOsds(ceph, checks);
        AddSpace(ceph, checks);
        AddPools(ceph, checks);
        AddGroups(ceph, checks);
        AddDaemons(ceph, checks);
        return [.. checks.OrderBy(static check => check.Code, StringComparer.Ordinal)];
    }

    /// <summary>HEALTH_OK, HEALTH_WARN or HEALTH_ERR: what is muted does not count.</summary>
    public static string Status(CephWorld ceph, IReadOnlyList<CephCheck> checks)
    {
        var open = checks.Where(check => !ceph.Mutes.Exists(mute => mute.Code == check.Code)).ToList();
        return open.Exists(static check => check.IsError) ? "HEALTH_ERR" : open.Count > 0 ? "HEALTH_WARN" : "HEALTH_OK";
    }

    private static void AddMonitors(CephWorld ceph, List<CephCheck> checks)
    {
        var quorum = string.Join(',', ceph.Quorum.Select(static monitor => monitor.Name));
        var away = ceph.Monitors.Where(static monitor => !monitor.IsWell).ToList();
        if (away.Count > 0)
        {
            checks.Add(new CephCheck(
                "MON_DOWN",
                Say($"{away.Count}/{ceph.Monitors.Count} mons down, quorum {quorum}"),
                away.Count,
                [.. away.Select(static monitor => Say($"mon.{monitor.Name} (rank {monitor.Rank}) addr {monitor.Vector} is down (out of quorum)"))]));
        }

        var skewed = ceph.Quorum.Where(static monitor => Math.Abs(monitor.Skew) > 0.05).ToList();
        if (skewed.Count > 0)
        {
            checks.Add(new CephCheck(
                "MON_CLOCK_SKEW",
                "clock skew detected on " + string.Join(", ", skewed.Select(static monitor => "mon." + monitor.Name)),
                skewed.Count,
                [.. skewed.Select(static monitor => Say($"mon.{monitor.Name} clock skew {monitor.Skew:0.#####}s > max 0.05s (latency 0.00122529s)"))]));
        }

        if (ceph.ActiveManager is null) checks.Add(new CephCheck("MGR_DOWN", "no active mgr", 0, []));
    }

    private static void AddOsds(CephWorld ceph, List<CephCheck> checks)
    {
        var placed = ceph.Osds.Values.Where(static osd => osd.HasPlace && osd.IsIn).ToList();
        var down = placed.Where(static osd => !osd.IsUp).ToList();
        if (down.Count > 0) checks.Add(new CephCheck("OSD_DOWN", Say($"{down.Count} osds down"), down.Count, [.. down.Select(static osd => Say($"osd.{osd.Id} (root=default,host={osd.Host}) is down"))]));
        var hosts = placed.GroupBy(static osd => osd.Host, StringComparer.Ordinal).Where(static host => host.All(static osd => !osd.IsUp)).OrderBy(static host => host.Key, StringComparer.Ordinal).ToList();
        if (hosts.Count > 0)
        {
            checks.Add(new CephCheck(
                "OSD_HOST_DOWN",
                Say($"{hosts.Count} {(hosts.Count == 1 ? "host" : "hosts")} ({hosts.Sum(static host => host.Count())} osds) down"),
                hosts.Count,
                [.. hosts.Select(static host => Say($"host {host.Key} (root=default) ({host.Count()} osds) is down"))]));
        }

        var flags = FlagOrder.Where(ceph.Flags.Contains).SelectMany(static flag => flag == "pause" ? ["pauserd", "pausewr"] : new[] { flag }).ToList();
        if (flags.Count > 0)
        {
            var names = string.Join(',', flags);
            checks.Add(new CephCheck("OSDMAP_FLAGS", names + " flag(s) set", names.Length, []));
        }

        var flagged = ceph.Osds.Values.Where(static osd => osd.Flags.Count > 0).Select(static osd => $"{osd.Name} has flags {string.Join(',', osd.Flags)}")
            .Concat(ceph.NodeFlags.Select(static node => $"{node.Key} has flags {string.Join(',', node.Value)}")).ToList();
        if (flagged.Count > 0) checks.Add(new CephCheck("OSD_FLAGS", Say($"{flagged.Count} OSDs or CRUSH {{nodes, device-classes}} have {{NOUP,NODOWN,NOIN,NOOUT}} flags set"), flagged.Count, flagged));
    }

    private static void AddSpace(CephWorld ceph, List<CephCheck> checks)
    {
        if (ceph.FullRatio < ceph.BackfillfullRatio || ceph.BackfillfullRatio < ceph.NearfullRatio)
        {
            var line = ceph.BackfillfullRatio < ceph.NearfullRatio
                ? Say($"backfillfull_ratio ({ceph.BackfillfullRatio}) < nearfull_ratio ({ceph.NearfullRatio}), increased")
                : Say($"full_ratio ({ceph.FullRatio}) < backfillfull_ratio ({ceph.BackfillfullRatio}), increased");
            checks.Add(new CephCheck("OSD_OUT_OF_ORDER_FULL", "full ratio(s) out of order", 0, [line]) { IsError = true });
        }

        var filled = ceph.Osds.Values.Where(static osd => osd.IsIn && osd.IsUp).Select(osd => (Osd: osd, Ratio: ceph.UsedRatio(osd))).ToList();
        var full = filled.Where(item => item.Ratio >= ceph.FullRatio).Select(static item => item.Osd).ToList();
        var backfill = filled.Where(item => item.Ratio >= ceph.BackfillfullRatio && item.Ratio < ceph.FullRatio).Select(static item => item.Osd).ToList();
        var near = filled.Where(item => item.Ratio >= ceph.NearfullRatio && item.Ratio < ceph.BackfillfullRatio).Select(static item => item.Osd).ToList();
        if (full.Count > 0) checks.Add(new CephCheck("OSD_FULL", Say($"{full.Count} full osd(s)"), full.Count, [.. full.Select(static osd => $"{osd.Name} is full")]) { IsError = true });
        if (backfill.Count > 0) checks.Add(new CephCheck("OSD_BACKFILLFULL", Say($"{backfill.Count} backfillfull osd(s)"), backfill.Count, [.. backfill.Select(static osd => $"{osd.Name} is backfill full")]));
        if (near.Count > 0) checks.Add(new CephCheck("OSD_NEARFULL", Say($"{near.Count} nearfull osd(s)"), near.Count, [.. near.Select(static osd => $"{osd.Name} is near full")]));

        if (full.Count > 0) return;
        if (backfill.Count > 0) AddPoolCheck(ceph, checks, "POOL_BACKFILLFULL", "backfillfull");
        else if (near.Count > 0) AddPoolCheck(ceph, checks, "POOL_NEARFULL", "nearfull");
    }

    private static void AddPoolCheck(CephWorld ceph, List<CephCheck> checks, string code, string word) => checks.Add(new CephCheck(
        code,
        Say($"{ceph.Pools.Count} pool(s) {word}"),
        ceph.Pools.Count,
        [.. ceph.Pools.Select(pool => $"pool '{pool.Name}' is {word}")]));

    private static void AddPools(CephWorld ceph, List<CephCheck> checks)
    {
        var noSpace = ceph.Osds.Values.Any(osd => osd.IsIn && osd.IsUp && ceph.UsedRatio(osd) >= ceph.FullRatio);
        var full = ceph.Pools.Where(pool => noSpace || pool.IsOverQuota).Select(pool => $"pool '{pool.Name}' is full ({(noSpace ? "no space" : "running out of quota")})").ToList();
        if (full.Count > 0) checks.Add(new CephCheck("POOL_FULL", Say($"{full.Count} pool(s) full"), full.Count, full));
        var single = ceph.Pools.Where(static pool => pool.Size == 1).Select(static pool => $"pool '{pool.Name}' has no replicas configured").ToList();
        if (single.Count > 0) checks.Add(new CephCheck("POOL_NO_REDUNDANCY", Say($"{single.Count} pool(s) have no replicas configured"), single.Count, single));
    }

    private static void AddGroups(CephWorld ceph, List<CephCheck> checks)
    {
        var degraded = ceph.Groups.Where(static group => Is(group, "degraded") || group.Degraded > 0).ToList();
        if (degraded.Count > 0)
        {
            var stuck = degraded.Count(group => Stuck(ceph, group.UndersizedSince) is not null);
            var objects = ceph.Groups.Sum(static group => group.Degraded);
            var total = ceph.Groups.Sum(static group => group.Objects * group.Pool.Size);
            checks.Add(new CephCheck(
                "PG_DEGRADED",
                Say($"Degraded data redundancy: {objects}/{total} objects degraded ({100.0 * objects / total:0.000}%), {Count(degraded.Count, "degraded")}{(stuck > 0 ? ", " + Count(stuck, "undersized") : "")}"),
                degraded.Count + stuck,
                [.. degraded.Select(group => Line(ceph, group, group.UndersizedSince, "undersized"))]));
        }

        var inactive = ceph.Groups.Where(group => Stuck(ceph, group.InactiveSince) is not null && !Is(group, "stale")).ToList();
        var stale = ceph.Groups.Where(static group => Is(group, "stale")).ToList();
        if (inactive.Count + stale.Count > 0)
        {
            var parts = new[] { inactive.Count > 0 ? Count(inactive.Count, "inactive") : null, stale.Count > 0 ? Count(stale.Count, "stale") : null }.OfType<string>();
            checks.Add(new CephCheck("PG_AVAILABILITY", "Reduced data availability: " + string.Join(", ", parts), inactive.Count + stale.Count, [.. inactive.Concat(stale).Select(group => Line(ceph, group, group.InactiveSince, Is(group, "stale") ? "stale" : "inactive"))]));
        }

        var damaged = ceph.Groups.Where(static group => group.ScrubErrors > 0).ToList();
        if (damaged.Count > 0)
        {
            var errors = damaged.Sum(static group => group.ScrubErrors);
            checks.Add(new CephCheck("OSD_SCRUB_ERRORS", Say($"{errors} scrub errors"), errors, []) { IsError = true });
            checks.Add(new CephCheck("PG_DAMAGED", "Possible data damage: " + Count(damaged.Count, "inconsistent"), damaged.Count, [.. damaged.Select(static group => $"pg {group.Id} is {group.State}, acting [{string.Join(',', group.Acting)}]")]) { IsError = true });
        }

        var blocked = ceph.Groups.Where(static group => Is(group, "backfill_toofull")).ToList();
        if (blocked.Count > 0) checks.Add(new CephCheck("PG_BACKFILL_FULL", "Low space hindering backfill (add storage if this doesn't resolve itself): " + Count(blocked.Count, "backfill_toofull"), blocked.Count, [.. blocked.Select(static group => $"pg {group.Id} is {group.State}, acting [{string.Join(',', group.Acting)}]")]));
    }

    private static void AddDaemons(CephWorld ceph, List<CephCheck> checks)
    {
        var recent = ceph.Crashes.Where(crash => crash.Archived is null && crash.Time > ceph.Now - CrashAge).ToList();
        if (recent.Count > 0) checks.Add(new CephCheck("RECENT_CRASH", Say($"{recent.Count} daemons have recently crashed"), recent.Count, [.. recent.Select(static crash => $"{crash.Daemon} crashed on host {crash.Host} at {CephTime.Zulu(crash.Time)}")]));

        if (ceph.SlowOsd is { } slow)
        {
            var seconds = (long)(ceph.Now - slow.Since).TotalSeconds;
            checks.Add(new CephCheck("SLOW_OPS", Say($"{slow.Operations} slow ops, oldest one blocked for {seconds} sec, osd.{slow.Osd} has slow ops"), slow.Operations, []));
        }

        if (ceph.SlowPings() is { Count: > 0 } pings)
        {
            var longest = pings.Max(static ping => ping.Milliseconds);
            foreach (var side in new[] { "back", "front" })
            {
                checks.Add(new CephCheck(
                    "OSD_SLOW_PING_TIME_" + side.ToUpperInvariant(),
                    Say($"Slow OSD heartbeats on {side} (longest {longest:0.000}ms)"),
                    pings.Count,
                    [.. pings.Select(ping => Say($"Slow OSD heartbeats on {side} from osd.{ping.From} [] to osd.{ping.To} []{(ceph.Osds[ping.To].IsUp ? "" : " (down)")} {ping.Milliseconds:0.000} msec"))]));
            }
        }
    }

    private static string Line(CephWorld ceph, CephPlacementGroup group, DateTimeOffset? since, string word) => Stuck(ceph, since) is { } time
        ? $"pg {group.Id} is stuck {word} for {CephTime.Span(time)}, current state {group.State}, last acting [{string.Join(',', group.Acting)}]"
        : $"pg {group.Id} is {group.State}, acting [{string.Join(',', group.Acting)}]";

    private static TimeSpan? Stuck(CephWorld ceph, DateTimeOffset? since) => since is { } begin && ceph.Now - begin >= StuckAfter ? ceph.Now - begin : null;

    private static bool Is(CephPlacementGroup group, string word) => group.State.Contains(word, StringComparison.Ordinal);

    private static string Count(int groups, string word) => Say($"{groups} {(groups == 1 ? "pg" : "pgs")} {word}");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
