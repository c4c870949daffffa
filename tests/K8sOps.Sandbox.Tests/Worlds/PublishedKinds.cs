using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using K8sOps.Sandbox.Tests.Api.Schemas;

namespace K8sOps.Sandbox.Tests.Worlds;

/// <summary>
/// Holds objects to the OpenAPI documents that a Kubernetes API server publishes, or to a CustomResourceDefinition's schema: types,
/// required fields, formats, values, and no field that they do not know.
/// </summary>
internal sealed class PublishedKinds
{
    private static readonly Lazy<PublishedKinds> Loaded = new(static () => new PublishedKinds(PublishedSchemas.Folder!));
    private readonly Dictionary<string, JsonObject> types = new(StringComparer.Ordinal);
    private readonly Dictionary<(string ApiVersion, string Kind), JsonObject> kinds = [];

    private PublishedKinds(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*.json"))
        {
            foreach (var (name, type) in JsonNode.Parse(File.ReadAllText(file))!["components"]!["schemas"]!.AsObject())
            {
                types[name] = type!.AsObject();
                foreach (var kind in type!["x-kubernetes-group-version-kind"] as JsonArray ?? [])
                {
                    var group = (string)kind!["group"]!;
                    kinds[(group.Length == 0 ? (string)kind["version"]! : $"{group}/{kind["version"]}", (string)kind["kind"]!)] = type.AsObject();
                }
            }
        }
    }

    public static PublishedKinds All => Loaded.Value;

    public bool Has(string apiVersion, string kind) => kinds.ContainsKey((apiVersion, kind));

    /// <summary>What is wrong with an object of a published kind.</summary>
    public IReadOnlyList<string> Faults(JsonObject item)
    {
        var faults = new List<string>();
        Check(item, kinds[((string)item["apiVersion"]!, (string)item["kind"]!)], "", faults);
        return faults;
    }

    /// <summary>What is wrong with a custom resource.</summary>
    public IReadOnlyList<string> Faults(JsonObject item, JsonObject schema)
    {
        var faults = new List<string>();
        var own = (JsonObject)schema.DeepClone();
        own["properties"]!["metadata"] = new JsonObject { ["$ref"] = "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" };
        Check(item, own, "", faults);
        return faults;
    }

    private void Check(JsonNode? value, JsonObject schema, string path, List<string> faults)
    {
        schema = Resolved(schema);
        if (value is null) return; // Go reads null as nothing
        if (schema["format"]?.ToString() == "int-or-string" || schema["x-kubernetes-int-or-string"] is not null) Expect(value is JsonValue any && (IsWhole(any) || IsText(any)), "a number or a text");
        else if (schema["oneOf"] is not null) Expect(value is JsonValue one && (IsNumber(one) || IsText(one)), "a quantity");
        else if ((string?)schema["type"] == "object") Object(value as JsonObject, schema, path, faults);
        else if ((string?)schema["type"] == "array") Array(value as JsonArray, schema, path, faults);
        else if ((string?)schema["type"] == "string") Text(value, schema, path, faults);
        else if ((string?)schema["type"] == "integer") Expect(value is JsonValue whole && IsWhole(whole), "a whole number");
        else if ((string?)schema["type"] == "number") Expect(value is JsonValue number && IsNumber(number), "a number");
        else if ((string?)schema["type"] == "boolean") Expect(value.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False, "a boolean");
        if (schema["minimum"] is { } least && value is JsonValue low && IsNumber(low) && Number(low) < Number(least.AsValue())) faults.Add($"{path}: {value} is less than {least}");
        if (schema["maximum"] is { } most && value is JsonValue high && IsNumber(high) && Number(high) > Number(most.AsValue())) faults.Add($"{path}: {value} is more than {most}");
        if (schema["enum"] is JsonArray allowed && !allowed.Any(one => one?.ToString() == value.ToString())) faults.Add($"{path}: {value} is none of {allowed.ToJsonString()}");

        void Expect(bool fits, string what)
        {
            if (!fits) faults.Add($"{path}: {value.ToJsonString()} is not {what}");
        }
    }

    private void Object(JsonObject? map, JsonObject schema, string path, List<string> faults)
    {
        if (map is null)
        {
            faults.Add($"{path}: not an object");
            return;
        }

        var fields = schema["properties"] as JsonObject;
        foreach (var name in (schema["required"] as JsonArray ?? []).Select(static name => (string)name!).Where(name => !map.ContainsKey(name))) faults.Add($"{path}.{name}: required");
        foreach (var (name, value) in map)
        {
            if (fields?[name] is JsonObject field) Check(value, field, $"{path}.{name}", faults);
            else if (schema["additionalProperties"] is JsonObject values) Check(value, values, $"{path}.{name}", faults);
            else if (fields is not null && schema["x-kubernetes-preserve-unknown-fields"] is null) faults.Add($"{path}.{name}: unknown field");
        }
    }

    private void Array(JsonArray? list, JsonObject schema, string path, List<string> faults)
    {
        if (list is null)
        {
            faults.Add($"{path}: not a list");
            return;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is null) faults.Add($"{path}[{i}]: null");
            else Check(list[i], schema["items"]!.AsObject(), $"{path}[{i}]", faults);
        }

        if (schema["x-kubernetes-list-map-keys"] is not JsonArray keys) return;
        var defaults = Resolved(schema["items"]!.AsObject())["properties"] as JsonObject;
        var twice = list.OfType<JsonObject>().GroupBy(item => string.Join('/', keys.Select(key => (item[(string)key!] ?? defaults?[(string)key!]?["default"])?.ToString()))).FirstOrDefault(static group => group.Count() > 1);
        if (twice is not null) faults.Add($"{path}: twice {twice.Key}");
    }

    private static void Text(JsonNode value, JsonObject schema, string path, List<string> faults)
    {
        if (value is not JsonValue text || !IsText(text))
        {
            faults.Add($"{path}: {value.ToJsonString()} is not a text");
            return;
        }

        var content = text.GetValue<string>();
        if ((string?)schema["format"] == "date-time" && !Regex.IsMatch(content, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$", RegexOptions.None, TimeSpan.FromSeconds(1))) faults.Add($"{path}: {content} is no time");
        if ((string?)schema["format"] == "byte" && !Convert.TryFromBase64String(content, new byte[content.Length], out _)) faults.Add($"{path}: not base64");
        if ((string?)schema["pattern"] is { } pattern && !Regex.IsMatch(content, pattern, RegexOptions.None, TimeSpan.FromSeconds(1))) faults.Add($"{path}: {content} does not match {pattern}");
    }

    private JsonObject Resolved(JsonObject schema)
    {
        while (true)
        {
            if ((string?)schema["$ref"] is { } reference) schema = types[reference[(reference.LastIndexOf('/') + 1)..]];
            else if (schema["allOf"] is JsonArray { Count: 1 } all) schema = all[0]!.AsObject();
            else return schema;
        }
    }

    private static bool IsText(JsonValue value) => value.GetValueKind() == System.Text.Json.JsonValueKind.String;

    private static bool IsNumber(JsonValue value) => value.GetValueKind() == System.Text.Json.JsonValueKind.Number;

    private static bool IsWhole(JsonValue value) => IsNumber(value) && Number(value) % 1 == 0;

    private static double Number(JsonValue value) => double.Parse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
