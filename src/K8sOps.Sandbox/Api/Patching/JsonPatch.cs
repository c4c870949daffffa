using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>JSON patch (RFC 6902) with JSON pointers (RFC 6901).</summary>
internal static class JsonPatch
{
    /// <summary>Applies all operations or none.</summary>
    /// <exception cref="ApiException">422: an operation does not fit, or a test fails.</exception>
    public static JsonNode? Apply(JsonObject target, JsonArray operations)
    {
        JsonNode? root = target.DeepClone();
        foreach (var operation in operations.OfType<JsonObject>()) root = Step(root, operation);
        return root;
    }

    private static JsonNode? Step(JsonNode? root, JsonObject operation)
    {
        var path = Pointer(operation, "path");
        var value = operation["value"]?.DeepClone();
        switch ((string?)operation["op"])
        {
            case "add":
                return Add(root, path, value);
            case "remove":
                return Remove(root, path);
            case "replace":
                return path.Length == 0 ? value : Add(Remove(root, path), path, value);
            case "copy":
                return Add(root, path, Find(root, Pointer(operation, "from"))?.DeepClone());
            case "move":
                var moved = Find(root, Pointer(operation, "from"))?.DeepClone();
                return Add(Remove(root, Pointer(operation, "from")), path, moved);
            case "test":
                return JsonNode.DeepEquals(Find(root, path), value) ? root : throw Bad($"testing path {(string?)operation["path"]} failed");
            default:
                throw Bad($"Unexpected kind: {(string?)operation["op"]}");
        }
    }

    private static JsonNode? Add(JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length == 0) return value;
        var parent = Find(root, path[..^1]);
        switch (parent)
        {
            case JsonObject item:
                item[path[^1]] = value;
                break;
            case JsonArray array:
                var at = path[^1] == "-" ? array.Count : Index(path[^1], array.Count + 1);
                array.Insert(at, value);
                break;
            default:
                throw Bad($"add operation does not apply: doc is missing path: \"/{string.Join('/', path)}\": missing value");
        }

        return root;
    }

    private static JsonNode? Remove(JsonNode? root, string[] path)
    {
        if (path.Length == 0) return null;
        switch (Find(root, path[..^1]))
        {
            case JsonObject item when item.Remove(path[^1]):
                return root;
            case JsonArray array:
                array.RemoveAt(Index(path[^1], array.Count));
                return root;
            default:
                throw Bad($"remove operation does not apply: doc is missing path: \"/{string.Join('/', path)}\": missing value");
        }
    }

    private static JsonNode? Find(JsonNode? node, string[] path)
    {
        foreach (var part in path)
        {
            node = node switch
            {
                JsonObject item when item.TryGetPropertyValue(part, out var child) => child,
                JsonArray array => array[Index(part, array.Count)],
                _ => throw Bad($"the document has nothing at \"/{string.Join('/', path)}\""),
            };
        }

        return node;
    }

    private static int Index(string text, int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < count ? index : throw Bad($"Unable to access invalid index: {text}");

    private static string[] Pointer(JsonObject operation, string name)
    {
        var text = (string?)operation[name] ?? throw Bad($"the operation has no {name}");
        if (text.Length == 0) return [];
        if (text[0] != '/') throw Bad($"{name} is no JSON pointer: {text}");
        return [.. text[1..].Split('/').Select(static part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    // A real server does not tell what was wrong with the patch either; the reason stays with the exception.
    private static ApiException Bad(string why) => new(422, "Invalid", "the server rejected our request due to an error in our request", []) { Asked = why };
}
