using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api.Schemas;

/// <summary>Makes <c>built-in.json</c> from the OpenAPI v3 documents of a Kubernetes API server: types, fields and merge rules, no prose.</summary>
internal static class PublishedSchemas
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, IndentSize = 1, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private static readonly (string Long, string Short)[] Prefixes =
    [
        ("io.k8s.apimachinery.pkg.apis.", ""),
        ("io.k8s.apiextensions-apiserver.pkg.apis.", ""),
        ("io.k8s.api.", ""),
    ];

    /// <summary>The folder with the documents; null when it is not on this machine.</summary>
    public static string? Folder { get; } = Checkout.Shared("crds", "kubernetes");

    public static string Derive(string folder)
    {
        var published = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            foreach (var (name, type) in JsonNode.Parse(File.ReadAllText(file))!["components"]!["schemas"]!.AsObject()) published[name] = type!.AsObject();
        }

        var kinds = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var types = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (name, type) in published)
        {
            if (name.EndsWith("List", StringComparison.Ordinal) || name.StartsWith("io.k8s.apimachinery.", StringComparison.Ordinal)) continue;
            foreach (var kind in type["x-kubernetes-group-version-kind"] as JsonArray ?? [])
            {
                var group = (string)kind!["group"]!;
                kinds[$"{(group.Length == 0 ? "" : group + "/")}{kind["version"]}/{kind["kind"]}"] = Short(name);
                Add(name, published, types);
            }
        }

        var document = new JsonObject
        {
            ["kinds"] = new JsonObject(kinds.Select(static kind => KeyValuePair.Create(kind.Key, (JsonNode?)kind.Value))),
            ["types"] = new JsonObject(types.Select(static type => KeyValuePair.Create(type.Key, (JsonNode?)type.Value))),
        };
        return document.ToJsonString(Readable) + "\n";
    }

    private static void Add(string name, Dictionary<string, JsonObject> published, SortedDictionary<string, JsonObject> types)
    {
        if (types.ContainsKey(Short(name))) return;
        var type = published[name];
        var fields = new JsonObject();
        types[Short(name)] = fields;
        if ((string?)type["x-kubernetes-map-type"] == "atomic") fields["$"] = "atomic";
        var required = (type["required"] as JsonArray ?? []).Select(static field => (string)field!).ToHashSet();
        foreach (var (field, schema) in type["properties"]!.AsObject().OrderBy(static field => field.Key, StringComparer.Ordinal)) fields[field] = Notation(schema!.AsObject(), required.Contains(field), published, types);
    }

    private static string Notation(JsonObject field, bool isRequired, Dictionary<string, JsonObject> published, SortedDictionary<string, JsonObject> types)
    {
        var text = new StringBuilder(Type(field, published, types));
        if (isRequired) text.Append(" required");
        if (field["default"] is JsonObject) text.Append(" struct");
        if ((string?)field["x-kubernetes-map-type"] == "atomic") text.Append(" atomic");
        if ((string?)field["x-kubernetes-list-type"] == "set") text.Append(" set");
        if (field["x-kubernetes-list-map-keys"] is JsonArray keys) text.Append(" keys=").AppendJoin(',', keys.Select(static key => (string)key!));
        foreach (var strategy in ((string?)field["x-kubernetes-patch-strategy"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (strategy == "retainKeys") text.Append(" retainKeys");
            else if (strategy == "merge") text.Append(field["x-kubernetes-patch-merge-key"] is { } key ? $" merge={key}" : " merge");
        }

        // Go's zero values are in the documents, and are no defaults.
        if (field["default"] is JsonValue value && value.ToString() is not ("" or "0" or "false")) text.Append(CultureInfo.InvariantCulture, $" default={value}");
        var allowed = field["enum"] as JsonArray ?? field["items"]?["enum"] as JsonArray;
        if (allowed is not null) text.Append(" enum=").AppendJoin('|', allowed.Select(static item => (string)item!));
        return text.ToString();
    }

    private static string Type(JsonObject schema, Dictionary<string, JsonObject> published, SortedDictionary<string, JsonObject> types)
    {
        if (((string?)schema["$ref"] ?? (string?)schema["allOf"]?[0]?["$ref"]) is { } reference) return Named(reference["#/components/schemas/".Length..], published, types);
        switch ((string?)schema["type"])
        {
            case "array": return "[]" + Type(schema["items"]!.AsObject(), published, types);
            case "object": return schema["additionalProperties"] is JsonObject values ? "{}" + Type(values, published, types) : "object";
            case "boolean": return "bool";
            case "integer": return (string?)schema["format"] ?? "int";
            case "number": return "double";
            case "string": return (string?)schema["format"] == "byte" ? "bytes" : "string";
            default: throw new InvalidDataException($"No notation for {schema.ToJsonString()}");
        }
    }

    private static string Named(string name, Dictionary<string, JsonObject> published, SortedDictionary<string, JsonObject> types)
    {
        switch (name[(name.LastIndexOf('.') + 1)..])
        {
            case "Time": return "time";
            case "MicroTime": return "microtime";
            case "Quantity": return "quantity";
            case "IntOrString": return "int-or-string";
        }

        if (published[name]["properties"] is null) return (string?)published[name]["type"] == "object" ? "object" : "any";
        Add(name, published, types);
        return Short(name);
    }

    private static string Short(string name)
    {
        foreach (var (prefix, replacement) in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal)) return replacement + name[prefix.Length..];
        }

        return name;
    }
}
