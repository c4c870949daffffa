using System.Text.Json;

namespace K8sOps.Benchmarks;

/// <summary>The answer of <c>ceph pg dump -f json</c> of a large cluster, in a file: the fields are those of a recorded one of Ceph 20.</summary>
internal sealed class PlacementGroupDump : IDisposable
{
    private static readonly string[] s_sums =
    [
        "num_bytes", "num_objects", "num_object_clones", "num_object_copies", "num_objects_missing_on_primary", "num_objects_missing", "num_objects_degraded", "num_objects_misplaced",
        "num_objects_unfound", "num_objects_dirty", "num_whiteouts", "num_read", "num_read_kb", "num_write", "num_write_kb", "num_scrub_errors", "num_shallow_scrub_errors",
        "num_deep_scrub_errors", "num_objects_recovered", "num_bytes_recovered", "num_keys_recovered", "num_objects_omap", "num_objects_hit_set_archive", "num_bytes_hit_set_archive",
        "num_flush", "num_flush_kb", "num_evict", "num_evict_kb", "num_promote", "num_flush_mode_high", "num_flush_mode_low", "num_evict_mode_some", "num_evict_mode_full",
        "num_objects_pinned", "num_legacy_snapsets", "num_large_omap_objects", "num_objects_manifest", "num_omap_bytes", "num_omap_keys", "num_objects_repaired",
    ];

    private static readonly string[] s_stamps =
    [
        "last_fresh", "last_change", "last_active", "last_peered", "last_clean", "last_became_active", "last_became_peered", "last_unstale", "last_undegraded", "last_fullsized",
        "last_scrub_stamp", "last_deep_scrub_stamp", "last_clean_scrub_stamp",
    ];

    private static readonly string[] s_states = ["active+clean", "active+clean", "active+clean", "active+clean+scrubbing", "active+undersized+degraded"];

    /// <summary>Writes it; the same every time.</summary>
    public PlacementGroupDump(int count)
    {
        using var file = File.Create(Path);
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteBoolean("pg_ready", true);
        json.WriteStartObject("pg_map");
        json.WriteNumber("version", 4711);
        json.WriteString("stamp", "2026-01-15T03:04:00.000000+0000");
        json.WriteStartArray("pg_stats");
        for (var i = 0; i < count; i++)
        {
            WriteGroup(json, i);
            if (json.BytesPending > 1 << 20) json.Flush();
        }

        json.WriteEndArray();
        json.WriteStartArray("pool_stats");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.GetTempFileName();

    /// <summary>Its length.</summary>
    public long Bytes => new FileInfo(Path).Length;

    public void Dispose() => File.Delete(Path);

    private static void WriteGroup(Utf8JsonWriter json, int i)
    {
        json.WriteStartObject();
        json.WriteString("pgid", $"{1 + (i / 16384)}.{i % 16384:x}");
        json.WriteString("version", $"16'{i}");
        json.WriteNumber("reported_seq", i);
        json.WriteNumber("reported_epoch", 21);
        json.WriteString("state", s_states[i % s_states.Length]);
        foreach (var stamp in s_stamps) json.WriteString(stamp, "2026-01-15T03:03:42.193021+0000");
        foreach (var number in (string[])["mapping_epoch", "created", "last_epoch_clean", "parent_split_bits", "objects_scrubbed", "log_size", "ondisk_log_size", "snaptrimq_len", "scrub_duration"]) json.WriteNumber(number, 16);
        json.WriteString("scrub_schedule", "periodic scrub scheduled @ 2026-01-16T05:48:12.029856+0000");
        json.WriteStartObject("stat_sum");
        foreach (var sum in s_sums) json.WriteNumber(sum, (i * 37L) % 100_000);
        json.WriteEndObject();
        foreach (var set in (string[])["up", "acting"])
        {
            json.WriteStartArray(set);
            for (var replica = 0; replica < 3; replica++) json.WriteNumberValue((i + (replica * 7)) % 300);
            json.WriteEndArray();
        }

        foreach (var empty in (string[])["avail_no_missing", "object_location_counts", "blocked_by", "purged_snaps"])
        {
            json.WriteStartArray(empty);
            json.WriteEndArray();
        }

        json.WriteNumber("up_primary", i % 300);
        json.WriteNumber("acting_primary", i % 300);
        json.WriteEndObject();
    }
}
