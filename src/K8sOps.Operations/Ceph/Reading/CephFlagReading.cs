using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Ceph.Reading;

/// <summary>Makes <see cref="CephFlag"/>s of <c>ceph osd dump</c>, and adds what <c>Set-CephFlag</c> noted on the CephCluster.</summary>
internal static class CephFlagReading
{
    private static readonly HashSet<string> s_internal = new(["sortbitwise", "recovery_deletes", "purged_snapdirs", "pglog_hardlimit"], StringComparer.Ordinal);
    private static readonly HashSet<string> s_states = new(["exists", "up", "autoout", "new", "full", "nearfull", "backfillfull", "destroyed", "stop"], StringComparer.Ordinal);

    /// <summary>The flags: of the whole cluster first, then those of single OSDs, hosts and device classes.</summary>
    public static IReadOnlyList<CephFlag> Read(JsonNode dump, JsonObject? cluster, CephReadingContext at)
    {
        if (dump.Text("flags") is not { } flags) throw at.Invalid("osd dump", "it has no flags.");
        var found = new List<CephFlag>();
        foreach (var flag in flags.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Name).Distinct(StringComparer.Ordinal))
        {
            if (!s_internal.Contains(flag) && !flag.StartsWith("require_", StringComparison.Ordinal)) found.Add(Noted(Flag(flag, "cluster", at), cluster));
        }

        foreach (var osd in dump.Items("osds"))
        {
            found.AddRange(osd.Words("state").Where(s => s.StartsWith("no", StringComparison.Ordinal) && !s_states.Contains(s)).Select(s => Flag(s, $"osd.{osd.Small("osd")}", at)));
        }

        foreach (var (scope, set) in ((JsonObject?)(dump.At("crush_node_flags") as JsonObject) ?? []).Concat((dump.At("device_class_flags") as JsonObject) ?? []))
        {
            found.AddRange(set.Words().Select(s => Flag(s, scope, at)));
        }

        return found;
    }

    // pause is kept as two, of which each alone can be seen for a moment.
    private static string Name(string flag) => flag is "pauserd" or "pausewr" ? "pause" : flag;

    private static CephFlag Flag(string flag, string scope, CephReadingContext at) => new()
    {
        Cluster = at.Cluster,
        Namespace = at.Namespace,
        Flag = flag,
        Scope = scope,
        Expected = CephFlags.EffectOf(flag),
        ObservedAt = at.Now,
    };

    private static CephFlag Noted(CephFlag flag, JsonObject? cluster)
        => CephFlagWord.Of(cluster, flag.Flag) is { } word ? flag with { By = word.By, Since = word.Since, Reason = word.Reason, Run = word.Run, Own = word.IsOurs } : flag;
}
