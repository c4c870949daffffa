using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>Reads fields of an object that need not be there, nor be what they should be.</summary>
internal static class JsonFields
{
    /// <summary>What stands at the path, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (node is not JsonObject map) return null;
            node = map[step];
        }

        return node;
    }

    /// <summary>A text, or null where there is none.</summary>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A whole number, or null where there is none.</summary>
    public static long? Whole(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) switch
    {
        JsonValue value when value.TryGetValue<long>(out var whole) => whole,
        JsonValue value when value.TryGetValue<int>(out var whole) => whole,
        _ => null,
    };

    /// <summary>True only where true was said.</summary>
    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    /// <summary>A map of texts; empty where there is none.</summary>
    public static Dictionary<string, string> Texts(this JsonNode? node, params ReadOnlySpan<string> path)
        => (node.At(path) as JsonObject ?? []).ToDictionary(p => p.Key, p => p.Value?.ToString() ?? "", StringComparer.Ordinal);

    /// <summary>The maps of a list; none where there is no list.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) => (node.At(path) as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>A copy, or null of null.</summary>
    public static T? Copy<T>(this T? node)
        where T : JsonNode
        => (T?)node?.DeepClone();
}
