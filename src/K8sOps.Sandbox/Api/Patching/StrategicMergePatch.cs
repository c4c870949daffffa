using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>
/// Strategic merge patch of built-in kinds: maps are merged; lists whose elements have a key are merged by it; all other lists are
/// replaced. Directives: <c>$patch</c> (replace, delete), <c>$deleteFromPrimitiveList</c>, <c>$setElementOrder</c>, <c>$retainKeys</c>.
/// The keys are those of the API's types (<c>x-kubernetes-patch-merge-key</c> in its OpenAPI), by the field's name.
/// </summary>
internal static class StrategicMergePatch
{
    private static readonly Dictionary<string, string[]> MergeKeys = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
        ["volumes"] = ["name"],
        ["env"] = ["name"],
        ["imagePullSecrets"] = ["name"],
        ["secrets"] = ["name"],
        ["resourceClaims"] = ["name"],
        ["schedulingGates"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["ports"] = ["containerPort", "port"],
        ["conditions"] = ["type"],
        ["addresses"] = ["type"],
        ["hostAliases"] = ["ip"],
        ["ownerReferences"] = ["uid"],
        ["topologySpreadConstraints"] = ["topologyKey"],
    };

    // Lists of plain values that are merged as sets.
    private static readonly string[] MergedSets = ["finalizers", "podCIDRs"];

    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        switch ((string?)patch["$patch"])
        {
            case "replace":
                var whole = (JsonObject)patch.DeepClone();
                whole.Remove("$patch");
                return whole;
            case "delete":
                return [];
        }

        if (patch["$retainKeys"] is JsonArray retained)
        {
            foreach (var key in target.Select(static pair => pair.Key).Where(key => !retained.Any(name => (string?)name == key)).ToArray()) target.Remove(key);
        }

        foreach (var (key, value) in patch)
        {
            if (key.StartsWith("$deleteFromPrimitiveList/", StringComparison.Ordinal)) DeleteValues(target, key[25..], value);
            else if (key is not ("$patch" or "$retainKeys") && !key.StartsWith("$setElementOrder/", StringComparison.Ordinal)) Set(target, key, value);
        }

        foreach (var (key, value) in patch)
        {
            if (key.StartsWith("$setElementOrder/", StringComparison.Ordinal)) Order(target, key[17..], value as JsonArray ?? []);
        }

        return target;
    }

    private static void Set(JsonObject target, string key, JsonNode? value)
    {
        switch (value)
        {
            case null:
                target.Remove(key);
                break;
            case JsonObject part:
                target[key] = Apply(target[key] as JsonObject is { } old ? (JsonObject)old.DeepClone() : [], part);
                break;
            case JsonArray list when target[key] is JsonArray into && IsSet(key, list):
                foreach (var item in list.Where(item => !into.Any(other => JsonNode.DeepEquals(other, item))).ToArray()) into.Add(item?.DeepClone());
                break;
            case JsonArray list when KeyOf(key, list) is { } mergeKey:
                target[key] = Merge(target[key] as JsonArray is { } old2 ? (JsonArray)old2.DeepClone() : [], list, mergeKey);
                break;
            default:
                target[key] = value.DeepClone();
                break;
        }
    }

    private static bool IsSet(string key, JsonArray list) => MergedSets.Contains(key) && list.All(static item => item is JsonValue);

    private static string? KeyOf(string field, JsonArray list) => MergeKeys.TryGetValue(field, out var keys)
        ? keys.FirstOrDefault(key => list.OfType<JsonObject>().Where(static item => (string?)item["$patch"] != "replace").All(item => item.ContainsKey(key)))
        : null;

    private static JsonArray Merge(JsonArray target, JsonArray patch, string key)
    {
        if (patch.OfType<JsonObject>().Any(static item => (string?)item["$patch"] == "replace"))
        {
            return [.. patch.OfType<JsonObject>().Where(static item => (string?)item["$patch"] != "replace").Select(static item => item.DeepClone())];
        }

        foreach (var item in patch.OfType<JsonObject>())
        {
            var old = target.OfType<JsonObject>().FirstOrDefault(other => JsonNode.DeepEquals(other[key], item[key]));
            if ((string?)item["$patch"] == "delete")
            {
                if (old is not null) target.Remove(old);
            }
            else if (old is null)
            {
                target.Add(item.DeepClone());
            }
            else
            {
                var at = target.IndexOf(old);
                target[at] = Apply((JsonObject)old.DeepClone(), item);
            }
        }

        return target;
    }

    private static void DeleteValues(JsonObject target, string key, JsonNode? values)
    {
        if (target[key] is not JsonArray list || values is not JsonArray gone) return;
        foreach (var item in list.Where(item => gone.Any(value => JsonNode.DeepEquals(value, item))).ToArray()) list.Remove(item);
    }

    private static void Order(JsonObject target, string field, JsonArray order)
    {
        if (target[field] is not JsonArray list || KeyOf(field, order) is not { } key) return;
        var items = list.OfType<JsonObject>().Select(static item => (JsonObject)item.DeepClone()).ToArray();
        int Place(JsonObject item)
        {
            for (var i = 0; i < order.Count; i++)
            {
                if (JsonNode.DeepEquals(order[i]?[key], item[key])) return i;
            }

            return int.MaxValue;
        }

        target[field] = new JsonArray([.. items.OrderBy(Place)]);
    }
}
