using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Flux;

/// <summary>
/// What a dry run does not show: before it applies, kustomize-controller makes the fields of managers whose name begins with <c>kubectl</c>
/// its own. Those that the app does not name go with it.
/// </summary>
internal static class KubectlTakeover
{
    /// <summary>Takes out of <paramref name="after"/> what the controller would drop of <paramref name="live"/>.</summary>
    /// <param name="live">The object as it is.</param>
    /// <param name="wanted">The object as the app names it.</param>
    /// <param name="after">The object as the dry run says that it would be.</param>
    public static void Drop(JsonObject live, JsonObject wanted, JsonObject after)
    {
        var entries = live.Items("metadata", "managedFields").Where(e => string.IsNullOrEmpty(e.Text("subresource")) && e["fieldsV1"] is JsonObject).ToList();
        var others = entries.Where(e => !IsTaken(e) && e.Text("manager") != "kustomize-controller").Select(e => e["fieldsV1"]!.AsObject()).ToList();
        foreach (var entry in entries.Where(IsTaken)) Drop(entry["fieldsV1"]!.AsObject(), wanted, after, others);
    }

    private static bool IsTaken(JsonObject entry) => entry.Text("manager") is { } manager && (manager.StartsWith("kubectl", StringComparison.Ordinal) || manager == "before-first-apply");

    private static void Drop(JsonObject owned, JsonNode? wanted, JsonNode? after, IReadOnlyList<JsonObject> others)
    {
        foreach (var (step, child) in owned)
        {
            if (child is not JsonObject inner) continue;
            var same = others.Select(o => o[step]).OfType<JsonObject>().ToList();

            // What another manager owns too stays, and so does what others own within it.
            var isShared = same.Exists(o => o.Count == 0 || o.ContainsKey("."));
            if (step.StartsWith("f:", StringComparison.Ordinal) && after is JsonObject map)
            {
                var name = step[2..];
                if (!map.ContainsKey(name) || name == "kubectl.kubernetes.io/last-applied-configuration") continue;
                if (inner.Count == 0)
                {
                    if (!isShared && wanted.At(name) is null) map.Remove(name);
                    continue;
                }

                Drop(inner, wanted.At(name), map[name], same);
                if (wanted.At(name) is null && !isShared && map[name] is JsonObject { Count: 0 } or JsonArray { Count: 0 }) map.Remove(name);
            }
            else if (step.StartsWith("k:", StringComparison.Ordinal) && after is JsonArray list && Keys(step) is { } keys && Element(list, keys) is { } element)
            {
                if (Element(wanted as JsonArray, keys) is { } named) Drop(inner, named, element, same);
                else if (same.Count == 0) list.Remove(element);
                else Drop(inner, null, element, same);
            }
            else if (step.StartsWith("v:", StringComparison.Ordinal) && after is JsonArray set && Value(step) is { } value && same.Count == 0)
            {
                if (!(wanted as JsonArray ?? []).Any(v => JsonNode.DeepEquals(v, value)) && set.FirstOrDefault(v => JsonNode.DeepEquals(v, value)) is { } found) set.Remove(found);
            }
        }
    }

    private static JsonObject? Element(JsonArray? list, JsonObject keys)
        => (list ?? []).OfType<JsonObject>().FirstOrDefault(e => keys.All(k => JsonNode.DeepEquals(k.Value, e[k.Key]) || (k is { Key: "protocol" } && e[k.Key] is null && k.Value.Text() == "TCP")));

    private static JsonObject? Keys(string step) => Value(step) as JsonObject;

    private static JsonNode? Value(string step)
    {
        try
        {
            return JsonNode.Parse(step[2..]);
        }
        catch (JsonException)
        {
            // Nothing that the API would write; it names no element.
            return null;
        }
    }
}
