using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>Objects as the <c>Table</c> that kubectl prints (<c>Accept: application/json;as=Table</c>): the server chooses columns and cells.</summary>
internal static class TableWriter
{
    /// <summary>Makes the table.</summary>
    /// <param name="kind">The kind of the objects.</param>
    /// <param name="items">The objects.</param>
    /// <param name="now">The world's time, which ages are counted from.</param>
    /// <param name="includeObject"><c>None</c>, <c>Metadata</c> (the default) or <c>Object</c>: what each row carries.</param>
    /// <param name="listMeta">The list's metadata (resourceVersion, continue), or null.</param>
    public static JsonObject Table(ServedKind kind, IReadOnlyList<JsonObject> items, DateTimeOffset now, string includeObject, JsonObject? listMeta)
    {
        var columns = kind.IsCustom ? CustomColumns.Of(kind.Definition) : TableColumns.For(kind.Resource);
        var definitions = new JsonArray();
        foreach (var column in columns)
        {
            definitions.Add(new JsonObject
            {
                ["name"] = column.Name,
                ["type"] = column.Type,
                ["format"] = column.Name == "Name" ? "name" : "",
                ["description"] = "",
                ["priority"] = column.Wide ? 1 : 0,
            });
        }

        var rows = new JsonArray();
        foreach (var item in items)
        {
            var cells = new JsonArray();
            foreach (var column in columns) cells.Add(column.Cell(item, now));
            var row = new JsonObject { ["cells"] = cells };
            if (includeObject == "Object") row["object"] = item.DeepClone();
            else if (includeObject != "None") row["object"] = PartialMetadata(item);
            rows.Add(row);
        }

        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = listMeta?.DeepClone() ?? new JsonObject(),
            ["columnDefinitions"] = definitions,
            ["rows"] = rows,
        };
    }

    private static JsonObject PartialMetadata(JsonObject item) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = item["metadata"]?.DeepClone(),
    };
}
