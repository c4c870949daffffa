namespace K8sOps.Ceph;

/// <summary>The flags that can be set on a whole cluster.</summary>
public static class CephFlags
{
    /// <summary>Each flag with what it does.</summary>
    public static IReadOnlyDictionary<string, string> Known { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["nobackfill"] = "data does not move to OSDs that are new or were away for long",
        ["nodeep-scrub"] = "copies are not compared byte for byte",
        ["nodown"] = "an OSD that does not answer is not marked down: clients wait for it",
        ["noin"] = "an OSD that comes up is not given data by itself",
        ["noout"] = "an OSD that is down is not marked out: its data is not replaced",
        ["norebalance"] = "data is not moved for balance alone",
        ["norecover"] = "missing copies are not made again",
        ["noscrub"] = "copies are not compared",
        ["nosnaptrim"] = "deleted snapshots keep their space",
        ["notieragent"] = "cache tiers do not flush or evict",
        ["noup"] = "an OSD that comes up is not marked up: it serves nothing",
        ["pause"] = "clients can neither read nor write",
    };

    /// <summary>What a flag does, and the health code that it brings; null for one that is not known.</summary>
    public static string? EffectOf(string flag) => Known.TryGetValue(flag, out var effect) ? effect + "; brings OSDMAP_FLAGS" : null;
}
