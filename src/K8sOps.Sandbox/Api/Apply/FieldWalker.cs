using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>
/// What server-side apply does with objects, by their schema: their fields as a set, two of them compared, merged, and fields removed.
/// Where the schema says nothing, maps are owned by key and lists as a whole, as an API server deduces it.
/// </summary>
internal static class FieldWalker
{
    /// <summary>The fields of a value.</summary>
    public static FieldSet FieldsOf(JsonNode? value, Schema schema)
    {
        var set = new FieldSet();
        Collect(value, schema, set);
        return set;
    }

    public static FieldComparison Compare(JsonNode? before, JsonNode? after, Schema schema)
    {
        var (added, modified, removed) = (new FieldSet(), new FieldSet(), new FieldSet());
        Compare(before, after, schema, [], added, modified, removed);
        return new FieldComparison(added, modified, removed);
    }

    /// <summary>The live value with what is applied; both stay as they are.</summary>
    public static JsonNode? Merge(JsonNode? live, JsonNode? applied, Schema schema)
    {
        if (live is JsonObject liveMap && applied is JsonObject appliedMap && !schema.IsAtomic)
        {
            var merged = new JsonObject();
            foreach (var (key, value) in liveMap)
            {
                if (!appliedMap.TryGetPropertyValue(key, out var theirs)) merged[key] = value?.DeepClone();
                else if (theirs is not null) merged[key] = Merge(value, theirs, schema.Field(key) ?? Schema.Any);
            }

            foreach (var (key, value) in appliedMap)
            {
                // A null is owned, but it is no value: the server drops it.
                if (value is not null && !liveMap.ContainsKey(key)) merged[key] = value.DeepClone();
            }

            return merged;
        }

        return live is JsonArray liveList && applied is JsonArray appliedList && schema.ListType != ListType.Atomic
            ? MergeLists(liveList, appliedList, schema)
            : applied?.DeepClone();
    }

    /// <summary>The value without the members of a set; null when nothing is left of it.</summary>
    public static JsonNode? Remove(JsonNode? value, FieldSet gone, Schema schema)
    {
        switch (value)
        {
            case JsonObject map when !schema.IsAtomic:
                var left = new JsonObject();
                foreach (var (key, child) in map)
                {
                    if (!gone.Children.TryGetValue("f:" + key, out var below)) left[key] = child?.DeepClone();
                    else if (!below.IsMember && Remove(child, below, schema.Field(key) ?? Schema.Any) is { } kept) left[key] = kept;
                }

                return left.Count > 0 ? left : null;
            case JsonArray list when schema.ListType != ListType.Atomic:
                var items = new JsonArray();
                foreach (var item in list)
                {
                    if (!gone.Children.TryGetValue(ElementOf(item, schema), out var below)) items.Add(item?.DeepClone());
                    else if (!below.IsMember) items.Add(Remove(item, below, schema.Items ?? Schema.Any));
                }

                return items.Count > 0 ? items : null;
            default:
                return value?.DeepClone();
        }
    }

    /// <summary>What tells an element of a list from its neighbours, as <c>FieldsV1</c> writes it.</summary>
    public static string ElementOf(JsonNode? item, Schema list)
    {
        if (list.ListType == ListType.Set) return "v:" + (item?.ToJsonString(StoredObject.Wire) ?? "null");
        var keys = new JsonObject();
        foreach (var key in list.ListKeys.Order(StringComparer.Ordinal))
        {
            if (((item as JsonObject)?[key] ?? list.Items?.Field(key)?.Default) is { } value) keys[key] = value.DeepClone();
        }

        return "k:" + keys.ToJsonString(StoredObject.Wire);
    }

    private static void Collect(JsonNode? value, Schema schema, FieldSet set)
    {
        switch (value)
        {
            case JsonObject map when !schema.IsAtomic:
                foreach (var (key, child) in map)
                {
                    var node = set.Child("f:" + key);
                    Collect(child, schema.Field(key) ?? Schema.Any, node);
                    if (child is null or JsonObject { Count: 0 } || !schema.Fields.ContainsKey(key)) node.Add();
                    else if (node.IsEmpty) set.Cut("f:" + key);
                }

                break;
            case JsonArray list when schema.ListType != ListType.Atomic:
                foreach (var item in list)
                {
                    var node = set.Child(ElementOf(item, schema));
                    Collect(item, schema.Items ?? Schema.Any, node);
                    node.Add();
                }

                break;
            default:
                set.Add();
                break;
        }
    }

    private static void Compare(JsonNode? before, JsonNode? after, Schema schema, List<string> path, FieldSet added, FieldSet modified, FieldSet removed)
    {
        if (before is null && after is null) return;
        if (!IsWalked(before ?? after, schema) || !IsWalked(after ?? before, schema) || (IsNothing(before) && IsNothing(after)) || (before is not null && after is not null && before.GetType() != after.GetType()))
        {
            if (before is null) Insert(added, path);
            else if (after is null) Insert(removed, path);
            else if (!JsonNode.DeepEquals(before, after)) Insert(modified, path);
            return;
        }

        if ((before ?? after) is JsonObject)
        {
            var (old, current) = (before as JsonObject ?? [], after as JsonObject ?? []);
            foreach (var (key, value) in old) Down(value, current[key], schema.Field(key) ?? Schema.Any, "f:" + key);
            foreach (var (key, value) in current)
            {
                if (!old.ContainsKey(key)) Down(null, value, schema.Field(key) ?? Schema.Any, "f:" + key);
            }
        }
        else
        {
            var (old, current) = (ByElement(before as JsonArray, schema), ByElement(after as JsonArray, schema));
            foreach (var (element, item) in old) Down(item, current.GetValueOrDefault(element), schema.Items ?? Schema.Any, element);
            foreach (var (element, item) in current)
            {
                if (!old.ContainsKey(element)) Down(null, item, schema.Items ?? Schema.Any, element);
            }
        }

        if (before is null) Insert(added, path);
        else if (after is null) Insert(removed, path);

        void Down(JsonNode? one, JsonNode? two, Schema below, string element)
        {
            path.Add(element);
            Compare(one, two, below, path, added, modified, removed);
            path.RemoveAt(path.Count - 1);
        }
    }

    private static bool IsWalked(JsonNode? value, Schema schema) => value switch
    {
        JsonObject => !schema.IsAtomic,
        JsonArray => schema.ListType != ListType.Atomic,
        _ => false,
    };

    private static bool IsNothing(JsonNode? value) => value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    private static void Insert(FieldSet set, List<string> path)
    {
        // The object itself is nobody's.
        if (path.Count == 0) return;
        foreach (var element in path) set = set.Child(element);
        set.Add();
    }

    private static Dictionary<string, JsonNode?> ByElement(JsonArray? list, Schema schema)
    {
        var items = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        // Of elements with the same keys, the first counts.
        foreach (var item in list ?? []) items.TryAdd(ElementOf(item, schema), item);
        return items;
    }

    /// <summary>Elements of both in the order of the applied list, each of the live list's own before the shared one that it stood before.</summary>
    private static JsonArray MergeLists(JsonArray live, JsonArray applied, Schema schema)
    {
        var (old, theirs) = (ByElement(live, schema), ByElement(applied, schema));
        var (oldOrder, theirOrder) = (old.Keys.ToArray(), theirs.Keys.ToArray());
        var merged = new JsonArray();
        var (left, right) = (0, 0);
        while (left < oldOrder.Length || right < theirOrder.Length)
        {
            if (left < oldOrder.Length && !theirs.ContainsKey(oldOrder[left]))
            {
                merged.Add(old[oldOrder[left++]]?.DeepClone());
            }
            else if (right < theirOrder.Length)
            {
                if (left < oldOrder.Length && oldOrder[left] == theirOrder[right]) left++;
                var element = theirOrder[right++];
                merged.Add(old.TryGetValue(element, out var item) ? Merge(item, theirs[element], schema.Items ?? Schema.Any) : theirs[element]?.DeepClone());
            }
            else
            {
                // Shared, and already taken in the applied list's order.
                left++;
            }
        }

        return merged;
    }
}
