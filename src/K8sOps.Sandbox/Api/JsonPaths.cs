using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>Dotted paths into objects, such as <c>spec.nodeName</c>.</summary>
internal static class JsonPaths
{
    public static JsonNode? Get(JsonNode? node, string path)
    {
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node is not JsonObject item) return null;
            node = item[part];
        }

        return node;
    }

    /// <summary>The value as text; empty when there is none, as field selectors see it.</summary>
    public static string Text(JsonNode? node, string path) => Get(node, path) is JsonValue value ? value.ToString() : "";

    /// <summary>A whole number, however it is held: what came from YAML, from JSON and from code are different kinds of nodes.</summary>
    public static int? Whole(JsonNode? node) => node is JsonValue && int.TryParse(node.ToString(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The object under a name, made when there is none.</summary>
    public static JsonObject Child(this JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child) return child;
        child = [];
        parent[name] = child;
        return child;
    }
}
