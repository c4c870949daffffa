using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Ceph.Reading;

/// <summary>Makes <see cref="CephCrash"/>es of <c>ceph crash ls</c>.</summary>
internal static class CephCrashReading
{
    /// <summary>The reports, newest last, as Ceph lists them.</summary>
    public static IReadOnlyList<CephCrash> Read(JsonNode list, CephReadingContext at)
    {
        if (list is not JsonArray) throw at.Invalid("crash ls", "it is no list.");
        var crashes = new List<CephCrash>();
        foreach (var crash in list.Items())
        {
            if (crash.Text("crash_id") is not { } id) continue;
            crashes.Add(new CephCrash
            {
                Cluster = at.Cluster,
                Namespace = at.Namespace,
                CrashId = id,
                Daemon = crash.Text("entity_name"),
                Time = CephFields.Time(crash.Text("timestamp")),
                Version = crash.Text("ceph_version"),
                Archived = crash.At("archived") is not null,
                Node = crash.Text("utsname_hostname"),
                Reason = crash.Text("assert_msg")?.Trim() ?? crash.Text("assert_condition") ?? Exception(crash),
                Backtrace = [.. crash.Words("backtrace").Select(l => l.Trim())],
                ObservedAt = at.Now,
            });
        }

        return crashes;
    }

    private static string? Exception(JsonObject crash) => crash.Text("mgr_python_exception") is { } exception ? $"{exception} in module {crash.Text("mgr_module")}" : null;
}
