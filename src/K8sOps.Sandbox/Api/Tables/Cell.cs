using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>Reads what a cell shows from an object that may lack any of it.</summary>
internal static class Cell
{
    public static JsonNode? Node(JsonObject o, params ReadOnlySpan<string> path)
    {
        JsonNode? node = o;
        foreach (var field in path)
        {
            if (node is not JsonObject parent) return null;
            node = parent[field];
        }

        return node;
    }

    public static string? Text(JsonObject o, params ReadOnlySpan<string> path) => Node(o, path) is JsonValue value ? value.ToString() : null;

    public static long? Number(JsonObject o, params ReadOnlySpan<string> path)
        => Node(o, path) is JsonValue value && long.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var number) ? number : null;

    public static JsonObject? Object(JsonObject o, params ReadOnlySpan<string> path) => Node(o, path) as JsonObject;

    /// <summary>A list's objects. Lists of plain values come as they are from <see cref="Values"/>.</summary>
    public static IReadOnlyList<JsonObject> Array(JsonObject o, params ReadOnlySpan<string> path)
        => Node(o, path) is JsonArray array ? [.. array.OfType<JsonObject>()] : [];

    /// <summary>A list's plain values, as text.</summary>
    public static IReadOnlyList<string> Values(JsonObject o, params ReadOnlySpan<string> path)
        => Node(o, path) is JsonArray array ? [.. array.OfType<JsonValue>().Select(v => v.ToString())] : [];

    public static DateTimeOffset? Time(JsonObject o, params ReadOnlySpan<string> path)
        => Text(o, path) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    public static string Age(JsonObject o, DateTimeOffset now, params ReadOnlySpan<string> path) => AgeOf(Time(o, path), now);

    /// <summary>How long ago, in apimachinery's short form (<c>duration.HumanDuration</c>).</summary>
    public static string AgeOf(DateTimeOffset? at, DateTimeOffset now)
    {
        if (at is null) return "<unknown>";
        var s = now - at.Value;
        if (s < TimeSpan.FromSeconds(-2)) return "<invalid>";
        if (s < TimeSpan.Zero) return "0s";
        string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        if (s.TotalMinutes < 2) return F($"{(int)s.TotalSeconds}s");
        if (s.TotalMinutes < 10) return s.Seconds == 0 ? F($"{s.Minutes}m") : F($"{s.Minutes}m{s.Seconds}s");
        if (s.TotalHours < 3) return F($"{(int)s.TotalMinutes}m");
        if (s.TotalHours < 8) return s.Minutes == 0 ? F($"{s.Hours}h") : F($"{s.Hours}h{s.Minutes}m");
        if (s.TotalHours < 48) return F($"{(int)s.TotalHours}h");
        if (s.TotalDays < 8) return s.Hours == 0 ? F($"{s.Days}d") : F($"{s.Days}d{s.Hours}h");
        if (s.TotalDays < 730) return F($"{(int)s.TotalDays}d");
        return s.TotalDays < 365 * 8 && (int)s.TotalDays % 365 != 0 ? F($"{(int)(s.TotalDays / 365)}y{(int)s.TotalDays % 365}d") : F($"{(int)(s.TotalDays / 365)}y");
    }
}
