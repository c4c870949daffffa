using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>What has to hold in a CustomResourceDefinition.</summary>
internal static class DefinitionRules
{
    public static IEnumerable<FieldError> Problems(JsonObject definition)
    {
        var spec = definition["spec"] as JsonObject ?? [];
        var names = spec["names"] as JsonObject ?? [];
        var (group, plural) = ((string?)spec["group"] ?? "", (string?)names["plural"] ?? "");
        if (group.Length == 0) yield return FieldError.Required("spec.group");
        if (plural.Length == 0) yield return FieldError.Required("spec.names.plural");
        if ((string?)names["kind"] is not { Length: > 0 }) yield return FieldError.Required("spec.names.kind");
        var name = (string?)definition["metadata"]?["name"] ?? "";
        if (name != $"{plural}.{group}") yield return FieldError.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        if ((string?)spec["scope"] is not ("Namespaced" or "Cluster")) yield return spec["scope"] is null ? FieldError.Required("spec.scope") : FieldError.Unsupported("spec.scope", spec["scope"], ["Cluster", "Namespaced"]);
        var versions = (spec["versions"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (versions.Count(static version => (bool?)version["storage"] == true) != 1) yield return FieldError.Invalid("spec.versions", spec["versions"], "must have exactly one version marked as storage version");
        for (var i = 0; i < versions.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"spec.versions[{i}].schema.openAPIV3Schema");
            if (versions[i]["schema"]?["openAPIV3Schema"] is not JsonObject schema) yield return FieldError.Required(at, "schemas are required");
            else if ((string?)schema["type"] != "object") yield return FieldError.Invalid(at + ".type", schema["type"] ?? "", "must be object at the root");
            else foreach (var error in Structural(schema, at)) yield return error;
        }
    }

    /// <summary>The rule that is broken most: every field has a type.</summary>
    private static IEnumerable<FieldError> Structural(JsonObject schema, string path)
    {
        foreach (var (name, child) in schema["properties"] as JsonObject ?? [])
        {
            if (child is not JsonObject field) continue;
            var at = $"{path}.properties[{name}]";
            var isOpen = (bool?)field["x-kubernetes-preserve-unknown-fields"] == true || (bool?)field["x-kubernetes-int-or-string"] == true;
            if (field["type"] is null && !isOpen) yield return FieldError.Required(at + ".type", "must not be empty for specified object fields");
            foreach (var error in Structural(field, at)) yield return error;
        }

        if (schema["items"] is not JsonObject items) yield break;
        foreach (var error in Structural(items, path + ".items")) yield return error;
    }
}
