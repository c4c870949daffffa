using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>Small structures that many answers have, and numbers as Ceph writes them.</summary>
internal static class CephShapes
{
    private const string Sums =
        "num_bytes num_objects num_object_clones num_object_copies num_objects_missing_on_primary num_objects_missing num_objects_degraded num_objects_misplaced num_objects_unfound " +
        "num_objects_dirty num_whiteouts num_read num_read_kb num_write num_write_kb num_scrub_errors num_shallow_scrub_errors num_deep_scrub_errors num_objects_recovered num_bytes_recovered " +
        "num_keys_recovered num_objects_omap num_objects_hit_set_archive num_bytes_hit_set_archive num_flush num_flush_kb num_evict num_evict_kb num_promote num_flush_mode_high num_flush_mode_low " +
        "num_evict_mode_some num_evict_mode_full num_objects_pinned num_legacy_snapsets num_large_omap_objects num_objects_manifest num_omap_bytes num_omap_keys num_objects_repaired";

    private const string Store = "total available internally_reserved allocated data_stored data_compressed data_compressed_allocated data_compressed_original omap_allocated internal_metadata";

    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>The sums over some placement groups.</summary>
    public static JsonObject SumOf(IReadOnlyCollection<CephPlacementGroup> groups)
    {
        var sum = Zeros(Sums);
        var objects = groups.Sum(static group => group.Objects);
        sum["num_bytes"] = groups.Sum(static group => group.Bytes);
        sum["num_objects"] = objects;
        sum["num_objects_dirty"] = objects;
        sum["num_object_copies"] = groups.Sum(static group => group.Objects * group.Pool.Size);
        sum["num_objects_degraded"] = groups.Sum(static group => group.Degraded);
        sum["num_objects_misplaced"] = groups.Sum(static group => group.Misplaced);
        sum["num_scrub_errors"] = groups.Sum(static group => group.ScrubErrors);
        sum["num_deep_scrub_errors"] = groups.Sum(static group => group.ScrubErrors);
        sum["num_write"] = objects * 3;
        sum["num_write_kb"] = groups.Sum(static group => group.Bytes) / 512;
        sum["num_read"] = objects * 5;
        sum["num_read_kb"] = groups.Sum(static group => group.Bytes) / 256;
        return sum;
    }

    public static JsonObject StoreOf(long total = 0, long available = 0, long allocated = 0, long metadata = 0)
    {
        var store = Zeros(Store);
        store["total"] = total;
        store["available"] = available;
        store["allocated"] = allocated;
        store["data_stored"] = allocated;
        store["internal_metadata"] = metadata;
        return store;
    }

    /// <summary>Both addresses of a daemon, the newer protocol's first.</summary>
    public static JsonObject Addresses(string host, int port, long nonce = 0, int? second = null) => new()
    {
        ["addrvec"] = new JsonArray(
            new JsonObject { ["type"] = "v2", ["addr"] = Say($"{host}:{port}"), ["nonce"] = nonce },
            new JsonObject { ["type"] = "v1", ["addr"] = Say($"{host}:{second ?? port + 1}"), ["nonce"] = nonce }),
    };

    public static JsonArray Numbers(IEnumerable<int> numbers) => new([.. numbers.Select(static number => (JsonNode)number)]);

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(static text => (JsonNode)text)]);

    public static JsonArray List(IEnumerable<JsonNode> items) => new([.. items]);

    /// <summary>1.4 GiB, 607 MiB, 12 KiB: two digits, or three where there are as many before the point.</summary>
    public static string Size(double bytes)
    {
        var unit = 0;
        while (bytes >= 1024 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return $"{Figure(bytes)} {Units[unit]}";
    }

    /// <summary>506, 1.34k, 37.24k.</summary>
    public static string Count(long count) => count < 1000 ? Say($"{count}") : count < 1_000_000 ? Say($"{count / 1000.0:0.##}k") : Say($"{count / 1e6:0.##}M");

    public static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Figure(double number) => number < 10 && number > 0 && Math.Abs(number - Math.Round(number)) > 0.049 ? Say($"{Math.Floor(number * 10) / 10:0.0}") : Say($"{Math.Floor(number + 1e-9):0}");

    private static JsonObject Zeros(string names)
    {
        var zeros = new JsonObject();
        foreach (var name in names.Split(' ')) zeros[name] = 0L;
        return zeros;
    }
}
