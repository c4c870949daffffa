using System.Globalization;
using System.Text.RegularExpressions;
using K8sOps.Ceph.Reading;

namespace K8sOps.Ceph.Checks;

/// <summary>
/// Takes a complaint of Ceph's apart into the things that it is about. There is nothing but Ceph's wording to go by; what the patterns
/// below read is that of recordings of versions 18 and 20. A line that none of them reads is kept as evidence.
/// </summary>
internal static partial class CephDetails
{
    private const int MostGroups = 20;

    /// <summary>One for each daemon, pool or placement group that is named; one for the complaint itself where none is, or where a list of groups would only repeat one cause.</summary>
    public static IReadOnlyList<CephAffected> Of(CephHealthCheck check, IReadOnlyList<CephHealthCheck> all)
    {
        var affected = check.Code switch
        {
            "OSDMAP_FLAGS" => Flags(check),
            "SLOW_OPS" => SlowDaemons(check),
            "OSD_SLOW_PING_TIME_FRONT" or "OSD_SLOW_PING_TIME_BACK" => SlowPings(check),
            "RECENT_MGR_MODULE_CRASH" => [.. Lines(check, all).GroupBy(a => a.Name, StringComparer.Ordinal).Select(g => g.First() with { Message = check.Summary, Evidence = [.. g.Select(a => a.Message)] })],
            _ => Lines(check, all),
        };
        var groups = affected.Count(a => a.Kind == "CephPlacementGroup");
        return affected.Count == 0 || groups > MostGroups ? [new CephAffected(null, null, check.Summary, check.Details)] : affected;
    }

    private static List<CephAffected> Lines(CephHealthCheck check, IReadOnlyList<CephHealthCheck> all)
    {
        var found = new List<CephAffected>();
        var rest = new List<string>();
        foreach (var line in check.Details)
        {
            if (Line(check.Code, line.Trim(), all) is { } one) found.Add(one);
            else rest.Add(line);
        }

        return rest.Count == 0 ? found : [.. found.Select(a => a with { Evidence = [.. a.Evidence, .. rest] })];
    }

    private static CephAffected? Line(string code, string line, IReadOnlyList<CephHealthCheck> all)
    {
        if (Crashed().Match(line) is { Success: true } crash) return Daemon(crash.Groups["daemon"].Value, line, ("Node", crash.Groups["node"].Value));
        if (ModuleCrashed().Match(line) is { Success: true } module) return Daemon(module.Groups["daemon"].Value, line);
        if (UnitDown().Match(line) is { Success: true } unit) return Unit(unit, line, all);
        if (FlagsOn().Match(line) is { Success: true } flags) return FlagOn(flags, line);
        if (Osd().Match(line) is { Success: true } osd)
        {
            return HostOf().Match(line) is { Success: true } host ? Daemon(osd.Value, line, ("Node", host.Groups["host"].Value)) : Daemon(osd.Value, line);
        }

        if (Mon().Match(line) is { Success: true } mon) return Daemon(mon.Value, line);
        if (Pool().Match(line) is { Success: true } pool) return new CephAffected("CephPool", pool.Groups["pool"].Value, line, [], ("Pool", pool.Groups["pool"].Value));
        // What one OSD brings upon all its groups is one finding; what is wrong with a group itself, one for each.
        if (code is "PG_DAMAGED" or "OBJECT_UNFOUND" or "PG_AVAILABILITY" && Group().Match(line) is { Success: true } group)
        {
            return new CephAffected("CephPlacementGroup", group.Groups["pg"].Value, line, [], ("PlacementGroup", group.Groups["pg"].Value));
        }

        return null;
    }

    private static CephAffected Daemon(string daemon, string line, params ReadOnlySpan<(string, object)> more)
    {
        var parts = daemon.Split('.', 2);
        List<(string, object)> parameters = [("Daemon", daemon), .. more];
        if (parts[0] == "osd" && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) parameters.Add(("OsdId", id));
        if (parts[0] == "mon") parameters.Add(("Monitor", parts[1]));
        return new CephAffected(parts[0] switch { "osd" => "CephOsd", "mon" => "CephMonitor", _ => "CephDaemon" }, daemon, line, [], parameters);
    }

    /// <summary>A host or rack is down: the OSD to begin with is one of those in it, which <c>OSD_DOWN</c> names.</summary>
    private static CephAffected Unit(Match unit, string line, IReadOnlyList<CephHealthCheck> all)
    {
        var (type, name) = (unit.Groups["type"].Value, unit.Groups["name"].Value);
        List<(string, object)> parameters = [];
        if (type == "host") parameters.Add(("Node", name));
        var inside = all.FirstOrDefault(c => c.Code == "OSD_DOWN")?.Details.FirstOrDefault(d => d.Contains($"{type}={name}", StringComparison.Ordinal));
        if (inside is not null && Osd().Match(inside.Trim()) is { Success: true } osd && int.TryParse(osd.Value.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) parameters.Add(("OsdId", id));
        return new CephAffected("CephHost", name, line, [], parameters);
    }

    private static CephAffected FlagOn(Match match, string line)
    {
        var on = match.Groups["on"].Value;
        var flag = match.Groups["flags"].Value.Split(',')[0];
        var of = Daemon(on, line);
        return of.Kind == "CephOsd" ? of with { Parameters = [.. of.Parameters, ("Flag", flag)] } : new CephAffected("CephFlag", on, line, [], ("Flag", flag));
    }

    // noout,norebalance flag(s) set
    private static IReadOnlyList<CephAffected> Flags(CephHealthCheck check)
    {
        var names = check.Summary.Split(' ')[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(f => f is "pauserd" or "pausewr" ? "pause" : f).Distinct(StringComparer.Ordinal);
        return check.Summary.Contains(" flag(s) set", StringComparison.Ordinal)
            ? [.. names.Select(f => new CephAffected("CephFlag", f, $"{f} is set{(CephFlags.Known.TryGetValue(f, out var effect) ? ": " + effect : "")}", [check.Summary], ("Flag", f)))]
            : [];
    }

    // 1 slow ops, oldest one blocked for 5 sec, osd.0 has slow ops · … daemons [osd.0,mon.a] have slow ops.
    private static IReadOnlyList<CephAffected> SlowDaemons(CephHealthCheck check)
        => [.. AnyDaemon().Matches(check.Summary).Select(m => m.Value).Distinct(StringComparer.Ordinal).Select(d => Daemon(d, check.Summary))];

    /// <summary>Of each pair one end is slow; it is the one that most of the lines name.</summary>
    private static IReadOnlyList<CephAffected> SlowPings(CephHealthCheck check)
    {
        var ends = check.Details.SelectMany(l => Ping().Match(l) is { Success: true } m ? [m.Groups["to"].Value, m.Groups["from"].Value] : Array.Empty<string>()).ToList();
        if (ends.Count == 0) return [];
        var slow = ends.GroupBy(e => e, StringComparer.Ordinal).OrderByDescending(g => g.Count()).First().Key;
        return [Daemon(slow, check.Summary) with { Evidence = check.Details }];
    }

    // osd.3 crashed on host node-c at 2026-11-21T03:44:15.025653Z
    [GeneratedRegex(@"^(?<daemon>[a-z-]+\.\S+) crashed on host (?<node>\S+) at \S+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Crashed();

    // mgr module volumes crashed in daemon mgr.a on host node-a at 2026-11-21T03:03:03.763222Z
    [GeneratedRegex(@"^mgr module \S+ crashed in daemon (?<daemon>\S+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ModuleCrashed();

    // host node-b (root=default) (1 osds) is down
    [GeneratedRegex(@"^(?<type>[a-z]+) (?<name>\S+) (\([^)]*\) )?\(\d+ osds\) is down", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex UnitDown();

    // osd.3 has flags noout,noup
    [GeneratedRegex(@"^(?<on>.+) has flags (?<flags>[a-z,-]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FlagsOn();

    // osd.1 (root=default,host=node-a) is down · osd.0 is near full · osd.0 observed slow operation indications in BlueStore
    [GeneratedRegex(@"^osd\.\d+\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Osd();

    [GeneratedRegex(@"host=(?<host>[^,)]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex HostOf();

    // mon.c (rank 2) addr […] is down (out of quorum) · mon.c clock skew 0.39817s > max 0.05s · mon.a has 25% avail
    [GeneratedRegex(@"^mon\.[A-Za-z0-9_-]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Mon();

    // pool '.mgr' is nearfull · application not enabled on pool 'noapp' · Pool scratch has 8 placement groups, should have 128
    [GeneratedRegex(@"(\bpool '(?<pool>[^']+)'|^Pool (?<pool>\S+) has )", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pool();

    // pg 2.6 is active+clean+inconsistent, acting [1,3,2] · pg 3.6 has 1 unfound objects
    [GeneratedRegex(@"^pg (?<pg>\d+\.[0-9a-f]+) ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Group();

    [GeneratedRegex(@"\b(osd|mon|mgr|mds)\.[A-Za-z0-9_-]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex AnyDaemon();

    // Slow OSD heartbeats on back from osd.1 [] (down) to osd.2 [] 5145.853 msec
    [GeneratedRegex(@"from (?<from>osd\.\d+) .*?to (?<to>osd\.\d+) ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Ping();
}
