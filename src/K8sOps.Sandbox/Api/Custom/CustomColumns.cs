using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>The columns of a custom resource: its name, and what its definition says (<c>additionalPrinterColumns</c>), or its age.</summary>
internal static class CustomColumns
{
    /// <summary>The columns of a version of a definition.</summary>
    public static IReadOnlyList<PrintedColumn> Of(JsonObject? version)
    {
        var name = new PrintedColumn("Name", static (item, _) => Cell.Text(item, "metadata", "name"));
        var columns = (version?["additionalPrinterColumns"] as JsonArray ?? []).OfType<JsonObject>().Select(Column).ToList();
        if (columns.Count == 0) columns.Add(new PrintedColumn("Age", static (item, now) => Cell.Age(item, now, "metadata", "creationTimestamp")));
        return [name, .. columns];
    }

    private static PrintedColumn Column(JsonObject column)
    {
        var path = (string?)column["jsonPath"] ?? "";
        var type = (string?)column["type"] ?? "string";
        return new PrintedColumn((string?)column["name"] ?? "", (item, now) => Value(item, path, type, now), Wide: (JsonPaths.Whole(column["priority"]) ?? 0) > 0, Type: type);
    }

    private static JsonNode? Value(JsonObject item, string path, string type, DateTimeOffset now)
    {
        var found = JsonPathQuery.Find(item, path).ToList();
        if (found.Count == 0) return null;
        if (type == "date") return Cell.AgeOf(DateTimeOffset.TryParse(found[0].ToString(), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? at : null, now);
        // A text column shows all that it found; others show the first.
        if (type == "string" && found.Count > 1) return string.Join(',', found.Select(Text));
        return found[0].GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False && type != "string" ? found[0].DeepClone() : Text(found[0]);
    }

    private static string Text(JsonNode node) => node is JsonValue ? node.ToString() : node.ToJsonString(StoredObject.Wire);
}
