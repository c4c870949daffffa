using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>One entry of <c>metadata.managedFields</c>: who owns which fields, and how they came to it.</summary>
internal sealed record FieldManager(string Name, bool Applies, string ApiVersion, string? Subresource, string? Time, FieldSet Fields)
{
    /// <summary>Whether both entries are one manager's: whoever applies keeps one entry over all versions.</summary>
    public bool IsSameAs(FieldManager other) =>
        Name == other.Name && Applies == other.Applies && Subresource == other.Subresource && (Applies || ApiVersion == other.ApiVersion);

    /// <summary>As conflicts name it: <c>"kubectl-edit" using apps/v1</c>.</summary>
    public string Described
    {
        get
        {
            var text = JsonValue.Create(Name).ToJsonString(StoredObject.Wire);
            if (Subresource is not null) text += $" with subresource \"{Subresource}\"";
            return Applies ? text : $"{text} using {ApiVersion}";
        }
    }

    /// <summary>Reads <c>managedFields</c>; entries without fields, and what is no list, are none.</summary>
    public static List<FieldManager> Read(JsonNode? managedFields)
    {
        var all = new List<FieldManager>();
        foreach (var entry in (managedFields as JsonArray ?? []).OfType<JsonObject>())
        {
            if (entry["fieldsV1"] is not JsonObject fields) continue;
            all.Add(new FieldManager((string?)entry["manager"] ?? "", (string?)entry["operation"] == "Apply", (string?)entry["apiVersion"] ?? "", (string?)entry["subresource"], (string?)entry["time"], FieldSet.Read(fields)));
        }

        return all;
    }

    /// <summary>Writes <c>managedFields</c>: who applies first, then by time and name.</summary>
    public static JsonArray Write(IEnumerable<FieldManager> managers)
    {
        var ordered = managers.OrderBy(static manager => !manager.Applies).ThenBy(static manager => manager.Time, StringComparer.Ordinal).ThenBy(static manager => manager.Name, StringComparer.Ordinal).ThenBy(static manager => manager.Subresource, StringComparer.Ordinal);
        return [.. ordered.Select(static manager => manager.Write())];
    }

    private JsonObject Write()
    {
        var entry = new JsonObject { ["manager"] = Name, ["operation"] = Applies ? "Apply" : "Update", ["apiVersion"] = ApiVersion };
        if (Time is not null) entry["time"] = Time;
        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = Fields.Write();
        if (Subresource is not null) entry["subresource"] = Subresource;
        return entry;
    }
}
