using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Ceph.Reading;

/// <summary>Makes <see cref="CephMonitor"/>s of <c>ceph quorum_status</c> and what else is known of them.</summary>
internal static class CephMonitorReading
{
    /// <summary>The monitors by rank.</summary>
    /// <param name="quorum"><c>quorum_status</c>.</param>
    /// <param name="time"><c>time-sync-status</c>, or null.</param>
    /// <param name="pods">The monitors' pods.</param>
    /// <param name="at">Where it was read.</param>
    public static IReadOnlyList<CephMonitor> Read(JsonNode quorum, JsonNode? time, IReadOnlyList<JsonObject> pods, CephReadingContext at)
    {
        if (quorum.At("monmap", "mons") is not JsonArray) throw at.Invalid("quorum_status", "it has no monitors.");
        var inside = quorum.Words("quorum_names");
        var monitors = new List<CephMonitor>();
        foreach (var mon in quorum.Items("monmap", "mons"))
        {
            if (mon.Text("name") is not { } name) continue;
            var clock = time.At("time_skew_status", name);
            var isInside = inside.Contains(name, StringComparer.Ordinal);
            var pod = pods.FirstOrDefault(p => (p.Text("metadata", "labels", "ceph_daemon_id") ?? p.Text("metadata", "labels", "mon")) == name);
            monitors.Add(new CephMonitor
            {
                Cluster = at.Cluster,
                Namespace = at.Namespace,
                Monitor = name,
                Daemon = "mon." + name,
                Rank = mon.Small("rank") ?? 0,
                InQuorum = isInside,
                Leader = isInside && quorum.Text("quorum_leader_name") == name,
                Node = pod.Text("spec", "nodeName"),
                Pod = pod.Text("metadata", "name"),
                Address = mon.Items("public_addrs", "addrvec").Select(a => a.Text("addr")).FirstOrDefault(a => a is not null) ?? mon.Text("addr"),
                // The leader tells of the others as they were when they were last in quorum: of one that is out it says nothing.
                ClockSkew = isInside ? Seconds(clock.Real("skew")) : null,
                Latency = isInside ? Seconds(clock.Real("latency")) : null,
                TimeHealth = isInside ? clock.Text("health") : null,
                ObservedAt = at.Now,
            });
        }

        return [.. monitors.OrderBy(m => m.Rank)];
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } value && Math.Abs(value) < 1e9 ? TimeSpan.FromSeconds(value) : null;
}
