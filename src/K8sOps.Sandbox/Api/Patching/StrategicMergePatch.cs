using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>
/// Strategic merge patch of built-in kinds: maps are merged; lists are merged or replaced as the type's field says
/// (<c>x-kubernetes-patch-strategy</c>, <c>x-kubernetes-patch-merge-key</c>). Directives: <c>$patch</c> (replace, delete, merge),
/// <c>$deleteFromPrimitiveList</c>, <c>$setElementOrder</c>, <c>$retainKeys</c>.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string Retain = "$retainKeys";
    private const string Deletion = "$deleteFromPrimitiveList/";
    private const string Ordering = "$setElementOrder/";

    /// <summary>Patches an object in place, or gives back the one that takes its place.</summary>
    /// <exception cref="ApiException">400 or 500: the patch is malformed.</exception>
    public static JsonObject Apply(JsonObject target, JsonObject patch, Schema schema)
    {
        switch ((string?)patch[Directive])
        {
            case "replace":
                var whole = (JsonObject)patch.DeepClone();
                whole.Remove(Directive);
                return whole;
            case "delete":
                return [];
            case null or "merge":
                break;
            case var unknown:
                throw new ApiException(500, "InternalError", $"Unknown patch type: {unknown}");
        }

        if (patch[Retain] is JsonArray retained) KeepOnly(target, patch, retained);
        foreach (var (key, value) in patch)
        {
            if (key.StartsWith(Deletion, StringComparison.Ordinal)) DeleteValues(target, key[Deletion.Length..], value);
            else if (key is not (Directive or Retain) && !key.StartsWith(Ordering, StringComparison.Ordinal)) Set(target, key, value, schema.Field(key) ?? Schema.Any);
        }

        foreach (var (key, value) in patch)
        {
            if (key.StartsWith(Ordering, StringComparison.Ordinal)) Order(target, key[Ordering.Length..], value as JsonArray ?? [], schema);
        }

        return target;
    }

    private static void KeepOnly(JsonObject target, JsonObject patch, JsonArray retained)
    {
        var names = retained.Select(static name => (string?)name).ToHashSet();
        if (patch.Any(pair => pair.Value is not null && !pair.Key.StartsWith('$') && !names.Contains(pair.Key))) throw ApiException.BadRequest("invalid patch format of retainKeys");
        foreach (var key in target.Select(static pair => pair.Key).Where(key => !names.Contains(key)).ToArray()) target.Remove(key);
    }

    private static void Set(JsonObject target, string key, JsonNode? value, Schema field)
    {
        switch (value)
        {
            case null:
                target.Remove(key);
                break;
            case JsonObject part:
                target[key] = Apply(target[key] as JsonObject is { } old ? (JsonObject)old.DeepClone() : [], part, field);
                break;
            case JsonArray list when field is { IsMerged: true, MergeKey: { } mergeKey }:
                target[key] = Merge(target[key] as JsonArray is { } items ? (JsonArray)items.DeepClone() : [], list, mergeKey, field.Items ?? Schema.Any);
                break;
            case JsonArray list when field.IsMerged && target[key] is JsonArray into:
                foreach (var item in list.Where(item => !into.Any(other => JsonNode.DeepEquals(other, item))).ToArray()) into.Add(item?.DeepClone());
                break;
            default:
                target[key] = value.DeepClone();
                break;
        }
    }

    private static JsonArray Merge(JsonArray target, JsonArray patch, string key, Schema items)
    {
        // One element that says "replace" makes the others the whole list.
        if (patch.OfType<JsonObject>().Any(static item => (string?)item[Directive] == "replace"))
        {
            return [.. patch.OfType<JsonObject>().Where(static item => (string?)item[Directive] != "replace").Select(static item => item.DeepClone())];
        }

        foreach (var item in patch.OfType<JsonObject>())
        {
            if (item[key] is not { } wanted) throw new ApiException(500, "InternalError", $"map: {GoMap(item)} does not contain declared merge key: {key}");
            var same = target.OfType<JsonObject>().Where(other => JsonNode.DeepEquals(other[key], wanted)).ToArray();
            if ((string?)item[Directive] == "delete")
            {
                foreach (var gone in same) target.Remove(gone);
            }
            else if (same.Length == 0)
            {
                target.Add((JsonNode)Apply([], item, items));
            }
            else
            {
                target[target.IndexOf(same[0])] = Apply((JsonObject)same[0].DeepClone(), item, items);
            }
        }

        return target;
    }

    private static void DeleteValues(JsonObject target, string key, JsonNode? values)
    {
        if (target[key] is not JsonArray list || values is not JsonArray gone) return;
        foreach (var item in list.Where(item => gone.Any(value => JsonNode.DeepEquals(value, item))).ToArray()) list.Remove(item);
    }

    /// <summary>Puts the elements in the order asked for; those that are not named stay behind the one that they stood behind.</summary>
    private static void Order(JsonObject target, string name, JsonArray order, Schema schema)
    {
        if (target[name] is not JsonArray list || schema.Field(name) is not { IsMerged: true } field) return;
        string Identity(JsonNode? item) => (field.MergeKey is { } key && item is JsonObject ? item[key] : item)?.ToJsonString() ?? "null";
        var wanted = order.Select(Identity).ToList();
        var items = list.Select(static item => item?.DeepClone()).ToList();
        var ordered = items.Where(item => wanted.Contains(Identity(item))).OrderBy(item => wanted.IndexOf(Identity(item))).ToList();
        for (var i = 0; i < items.Count; i++)
        {
            if (wanted.Contains(Identity(items[i]))) continue;
            var before = i == 0 ? -1 : ordered.IndexOf(items[i - 1]);
            ordered.Insert(before + 1, items[i]);
        }

        target[name] = new JsonArray([.. ordered]);
    }

    /// <summary>A map as Go prints it, in its error messages.</summary>
    private static string GoMap(JsonObject map) => $"map[{string.Join(' ', map.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}:{(pair.Value is JsonObject inner ? GoMap(inner) : pair.Value?.ToString())}"))}]";
}
