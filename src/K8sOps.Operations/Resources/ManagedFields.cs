using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>
/// Who set which field of an object: <c>metadata.managedFields</c>, an entry for each manager, operation and subresource, with the
/// fields as a tree (<c>f:NAME</c> a field, <c>k:{…}</c> an element of a list by its keys).
/// </summary>
internal static class ManagedFields
{
    /// <summary>The entries of one manager, of one operation (<c>Apply</c>, <c>Update</c>) or of both.</summary>
    public static IReadOnlyList<JsonObject> EntriesOf(JsonObject live, string manager, string? operation = null)
        => [.. live.Items("metadata", "managedFields")
            .Where(e => e.Text("manager") == manager && (operation is null || e.Text("operation") == operation) && string.IsNullOrEmpty(e.Text("subresource")))];

    /// <summary>Whether the entry owns the field, something within it, or something whole that it stands in.</summary>
    public static bool Owns(JsonObject entry, FieldPath path)
    {
        if (entry["fieldsV1"] is not JsonObject at) return false;
        foreach (var step in path.Steps)
        {
            var child = step.Keys is not null ? ElementOf(at, step.Element!) : step.Index is { } index ? at[$"i:{index}"] : at["f:" + step.Field];
            if (child is not JsonObject next) return false;

            // A list or map that is owned whole ends here, however deep the path goes.
            if (next.Count == 0) return true;
            at = next;
        }

        return true;
    }

    private static JsonObject? ElementOf(JsonObject fields, JsonObject element)
    {
        foreach (var (name, child) in fields)
        {
            if (name.StartsWith("k:", StringComparison.Ordinal) && KeysOf(name) is { } keys && keys.All(k => JsonNode.DeepEquals(k.Value, element[k.Key]))) return child as JsonObject;
        }

        return null;
    }

    private static JsonObject? KeysOf(string name)
    {
        try
        {
            return JsonNode.Parse(name[2..]) as JsonObject;
        }
        catch (JsonException)
        {
            // No key that the API would write; it names no element of ours.
            return null;
        }
    }
}
