using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Ceph.Reading;

/// <summary>Reads fields of Ceph's documents that need not be there, nor be what they should be.</summary>
internal static class CephFields
{
    /// <summary>A number, whole or not; null where there is none.</summary>
    public static double? Real(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) switch
    {
        JsonValue value when value.TryGetValue<double>(out var real) => real,
        JsonValue value when value.TryGetValue<long>(out var whole) => whole,
        _ => null,
    };

    /// <summary>A count or size, also where Ceph writes it with a point; null where there is none.</summary>
    public static long? Count(this JsonNode? node, params ReadOnlySpan<string> path)
        => node.Whole(path) ?? (node.Real(path) is { } real && Math.Abs(real) < long.MaxValue ? (long)real : null);

    /// <summary>A count as it fits a record; null where there is none, or one that no cluster has.</summary>
    public static int? Small(this JsonNode? node, params ReadOnlySpan<string> path)
        => node.Count(path) is { } count and >= int.MinValue and <= int.MaxValue ? (int)count : null;

    /// <summary>A limit; null where it is 0, which is Ceph's word for none.</summary>
    public static long? Limit(this JsonNode? node, params ReadOnlySpan<string> path) => node.Count(path) is { } limit and > 0 ? limit : null;

    /// <summary>The texts of a list.</summary>
    public static IReadOnlyList<string> Words(this JsonNode? node, params ReadOnlySpan<string> path)
        => [.. (node.At(path) as JsonArray ?? []).Select(n => n.Text()).OfType<string>()];

    /// <summary>The numbers of a list.</summary>
    public static IReadOnlyList<int> Numbers(this JsonNode? node, params ReadOnlySpan<string> path)
        => [.. (node.At(path) as JsonArray ?? []).Select(n => n.Small()).OfType<int>()];

    /// <summary>A time in any of the three ways in which Ceph writes one, all of them UTC.</summary>
    public static DateTimeOffset? Time(string? text)
        => text is { Length: > 10 } && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year > 1970 ? time : null;
}
