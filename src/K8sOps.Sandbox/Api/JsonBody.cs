using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>Reads JSON as Go does: of fields with one name the last counts, and which they were is known.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static (JsonNode? Body, IReadOnlyList<string> Duplicates) Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return (JsonNode.Parse(json.Span, documentOptions: Strict), []);
        }
        catch (JsonException)
        {
            // Either it is no JSON, which the second reading tells, or a field stands in it twice.
            using var document = JsonDocument.Parse(json);
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
