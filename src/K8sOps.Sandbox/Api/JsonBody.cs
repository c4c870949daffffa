using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>Reads JSON as Go does: of fields with one name the last counts, and which they were is known.</summary>
internal static class JsonBody
{
    /// <summary>How deep objects and lists may nest.</summary>
    public const int MaxDepth = 64;

    /// <summary>Reads a document. What is wrong with it shows here, not when some part of it is read or written later.</summary>
    /// <exception cref="JsonException">It is not JSON, has text that is no Unicode, or nests too deep.</exception>
    public static (JsonNode? Body, IReadOnlyList<string> Duplicates) Read(ReadOnlyMemory<byte> json, int maxDepth = MaxDepth)
    {
        try
        {
            var read = Parse(json, maxDepth);
            // The parser leaves escapes such as a lone surrogate for later.
            using var writer = new Utf8JsonWriter(Stream.Null);
            read.Body?.WriteTo(writer);
            return read;
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    private static (JsonNode? Body, IReadOnlyList<string> Duplicates) Parse(ReadOnlyMemory<byte> json, int maxDepth)
    {
        try
        {
            return (JsonNode.Parse(json.Span, documentOptions: new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false }), []);
        }
        catch (JsonException)
        {
            // Either it is no JSON, which the second reading tells, or a field stands in it twice.
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = maxDepth });
            var duplicates = new List<string>();
            return (Copy(document.RootElement, "", duplicates), duplicates);
        }
    }

    private static JsonNode? Copy(JsonElement element, string path, List<string> duplicates)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new JsonObject();
                foreach (var property in element.EnumerateObject())
                {
                    var at = SchemaTypes.Join(path, property.Name);
                    if (map.ContainsKey(property.Name)) duplicates.Add(at);
                    map[property.Name] = Copy(property.Value, at, duplicates);
                }

                return map;
            case JsonValueKind.Array:
                var index = 0;
                return new JsonArray([.. element.EnumerateArray().Select(item => Copy(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), duplicates))]);
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(element.Clone());
        }
    }
}
