using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// How Helm changes what is there: what the new manifest says is set, what the old one said and the new one does not is taken away, and
/// what neither speaks of stays. Lists of built-in kinds are merged by their keys; all others are replaced.
/// </summary>
internal static class ThreeWayMerge
{
    /// <summary>The object as it is to be.</summary>
    /// <param name="live">The object as it is.</param>
    /// <param name="old">The manifest that was installed before; null when there was none.</param>
    /// <param name="now">The manifest.</param>
    /// <param name="schema">The kind's schema.</param>
    public static JsonObject Merge(JsonObject live, JsonObject? old, JsonObject now, Schema? schema)
    {
        var merged = (JsonObject)live.DeepClone();
        foreach (var name in old?.Select(static pair => pair.Key).Where(name => !now.ContainsKey(name)) ?? []) merged.Remove(name);
        foreach (var (name, value) in now) merged[name] = Value(merged[name], old?[name], value, schema?.Field(name));
        return merged;
    }

    private static JsonNode? Value(JsonNode? live, JsonNode? old, JsonNode? now, Schema? schema) => (live, now) switch
    {
        (JsonObject map, JsonObject wanted) => Merge(map, old as JsonObject, wanted, schema),
        (JsonArray list, JsonArray wanted) when schema?.MergeKey is { } key => List(list, old as JsonArray, wanted, key, schema.Items),
        _ => JsonNode.DeepEquals(live, now) ? live?.DeepClone() : now?.DeepClone(),
    };

    private static JsonArray List(JsonArray live, JsonArray? old, JsonArray now, string key, Schema? items)
    {
        var merged = new JsonArray();
        foreach (var item in live)
        {
            if (Of(now, key, item) is { } wanted) merged.Add(Value(item, Of(old, key, item), wanted, items));
            else if (Of(old, key, item) is null) merged.Add(item?.DeepClone());
        }

        foreach (var item in now)
        {
            if (Of(live, key, item) is null) merged.Add(item?.DeepClone());
        }

        return merged;
    }

    private static JsonNode? Of(JsonArray? list, string key, JsonNode? like) =>
        list?.FirstOrDefault(item => item is JsonObject map && like is JsonObject other && map[key]?.ToString() == other[key]?.ToString());
}
