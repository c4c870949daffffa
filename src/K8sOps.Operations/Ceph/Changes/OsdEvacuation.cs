using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>
/// Waits until Ceph no longer needs an OSD: tells how many objects are left to move and how long that may take, and ends at once when
/// nothing moves any more, since then no time will do.
/// </summary>
internal sealed class OsdEvacuation(Cluster cluster, string ns, int id, OperationContext context)
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_still = TimeSpan.FromMinutes(10);
    private readonly string _activity = $"Removing {OsdMap.Name(id)} on {cluster.Context}";
    private DateTimeOffset _began;
    private DateTimeOffset _changed;
    private string _seen = "";
    private long _most;

    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _began = _changed = cluster.Clock.GetUtcNow();
        var wait = await new CephWaiting(cluster, ns).UntilAsync((tool, ct) => LookAsync(tool, id, context, ct), IsOver, timeout, s_look, context, cancellationToken).ConfigureAwait(false);
        if (wait.IsReached) return;
        throw new OperationException("Timeout", OperationCategory.OperationTimeout, OsdMap.Name(id), string.Create(CultureInfo.InvariantCulture,
            $"{OsdMap.Name(id)} on {cluster.Context} may not be destroyed yet after {timeout:c}: {(wait.Last is { } last ? Words(last) : "Ceph did not say how far it is")}.{wait.Caveat} It is out and stopped, and Ceph goes on moving its data; nothing else was removed."), Again());
    }

    /// <summary>One look at the OSD, and at what moves.</summary>
    public static async Task<Look> LookAsync(CephTool tool, int id, OperationContext context, CancellationToken cancellationToken)
    {
        var map = await OsdMap.ReadAsync(tool, context, cancellationToken).ConfigureAwait(false);
        if (!map.Exists(id)) return new Look(IsSafe: true, map, 0, 0, "gone", []);
        var answer = await tool.ReadAsync(new CephCommand("osd", "safe-to-destroy", id.ToString(CultureInfo.InvariantCulture)) { AcceptsFailure = true }, context, cancellationToken).ConfigureAwait(false);
        bool Has(string field) => (answer.At(field) as JsonArray ?? []).Any(n => n.Whole() == id);
        var why = Has("active") ? "placement groups are still mapped to it" : Has("stored_pgs") ? "it still stores placement groups" : Has("missing_stats") ? "not all placement groups are active+clean, and it cannot be asked what it holds" : "Ceph does not say why";
        if (Has("safe_to_destroy")) return new Look(IsSafe: true, map, 0, 0, why, []);
        var groups = (await tool.ReadAsync(new CephCommand("status"), context, cancellationToken).ConfigureAwait(false)).At("pgmap");
        var left = (groups.Whole("degraded_objects") ?? 0) + (groups.Whole("misplaced_objects") ?? 0);
        var states = groups.Items("pgs_by_state").Select(s => (State: s.Text("state_name") ?? "", Count: s.Whole("count") ?? 0)).Where(s => s.State != "active+clean").Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Count} {s.State}"));
        return new Look(IsSafe: false, map, left, groups.Real("recovering_objects_per_sec") ?? 0, why, [.. states.Order(StringComparer.Ordinal)]);
    }

    private bool IsOver(Look look)
    {
        var now = cluster.Clock.GetUtcNow();
        _most = Math.Max(_most, look.Left);
        context.Sink.Report(new OperationProgress(_activity, Words(look, Estimate(look, now)), _most == 0 ? null : 100.0 * (_most - look.Left) / _most));
        if (look.IsSafe) return true;
        if (look.Map.IsUp(id))
        {
            throw new OperationException("OsdUp", OperationCategory.InvalidOperation, OsdMap.Name(id), $"{OsdMap.Name(id)} on {cluster.Context} has come up again while it was waited for: it is out, and nothing was removed.",
                CommandText.Line("Stop-CephOsd", cluster.Context, ("Namespace", ns), ("OsdId", id.ToString(CultureInfo.InvariantCulture))));
        }

        var seen = $"{look.Left}|{string.Join(',', look.States)}";
        if (seen != _seen || look.Rate > 0) (_seen, _changed) = (seen, now);
        if (now - _changed >= s_still) throw Stuck(look);
        return false;
    }

    private OperationException Stuck(Look look)
    {
        var held = CephOsdMarkService.Held(look.Map).ToList();
        var full = look.States.Any(s => s.Contains("toofull", StringComparison.Ordinal));
        var why = held.Count > 0 ? string.Join("; ", held) : full ? "the other OSDs are too full to take its data" : "with what is up and in there is no place for the copies that are missing: too few hosts (or whatever the pools' rule spreads over)";
        var remedy = held.Count > 0 ? CommandText.Line("Clear-CephFlag", cluster.Context, ("Namespace", ns), ("Flag", CephFlags.Known.Keys.FirstOrDefault(f => held[0].Contains($" {f} ", StringComparison.Ordinal))))
            : full ? CommandText.Line("Get-CephUsage", cluster.Context, ("Namespace", ns)) : CommandText.Line("Get-CephPlacementGroup", cluster.Context, ("Namespace", ns)) + " -Unhealthy";
        return new OperationException("OsdNotSafe", OperationCategory.InvalidOperation, OsdMap.Name(id),
            string.Create(CultureInfo.InvariantCulture, $"{OsdMap.Name(id)} on {cluster.Context} may not be destroyed, and nothing has moved for {s_still.TotalMinutes:0} minutes: {Words(look)}. The cause: {why}. It is out and stopped; nothing else was removed."),
            $"{remedy}; then: {Again()}");
    }

    private static string Words(Look look, string estimate = "")
    {
        if (look.IsSafe) return "it may be destroyed";
        var left = look.Left > 0 ? string.Create(CultureInfo.InvariantCulture, $"{look.Left} objects left to move{estimate}; ") : "";
        return $"{left}{look.Why}{(look.States.Count == 0 ? "" : $" ({string.Join(", ", look.States.Take(4))})")}";
    }

    /// <summary>By the rate that Ceph says, else by what has moved since we look.</summary>
    private string Estimate(Look look, DateTimeOffset now)
    {
        var rate = look.Rate > 0 ? look.Rate : now > _began ? (_most - look.Left) / (now - _began).TotalSeconds : 0;
        if (look.IsSafe || look.Left == 0 || rate <= 0) return "";
        var rest = TimeSpan.FromSeconds(Math.Min(look.Left / rate, TimeSpan.FromDays(99).TotalSeconds));
        return rest.TotalMinutes < 1 ? ", less than a minute" : rest.TotalHours < 2 ? string.Create(CultureInfo.InvariantCulture, $", about {rest.TotalMinutes:0} min") : string.Create(CultureInfo.InvariantCulture, $", about {rest.TotalHours:0.#} h");
    }

    private string Again() => CommandText.Line("Remove-CephOsd", cluster.Context, ("Namespace", ns), ("OsdId", id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What one look has seen.</summary>
    internal sealed record Look(bool IsSafe, OsdMap Map, long Left, double Rate, string Why, IReadOnlyList<string> States);
}
