using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>The schemas of an OpenAPI v3 document: of the kinds that are asked for, and of every type that they are made of.</summary>
internal sealed class OpenApiSchemas
{
    private const string Prefix = "#/components/schemas/";

    /// <summary>The schemas so far, by name.</summary>
    public JsonObject Components { get; } = [];

    /// <summary>The reference to a kind's schema, which is put in with all that it needs.</summary>
    public string Reference(ServedKind kind)
    {
        var resource = kind.Resource;
        var name = kind.IsCustom ? $"{string.Join('.', resource.Group.Split('.').Reverse())}.{resource.Version}.{resource.Kind}" : Named(kind.Schema);
        if (kind.IsCustom) Components[name] = Custom(kind);
        Components[name]!.AsObject()["x-kubernetes-group-version-kind"] = new JsonArray(new JsonObject { ["group"] = resource.Group, ["version"] = resource.Version, ["kind"] = resource.Kind });
        return Prefix + name;
    }

    private static string FullName(string typeName)
    {
        var group = typeName[..typeName.IndexOf('.', StringComparison.Ordinal)];
        return group switch
        {
            "meta" => "io.k8s.apimachinery.pkg.apis." + typeName,
            "apiextensions" => "io.k8s.apiextensions-apiserver.pkg.apis." + typeName,
            "metrics" => "io.k8s.metrics.pkg.apis." + typeName,
            "sandbox" => "io.k8sops." + typeName,
            _ => "io.k8s.api." + typeName,
        };
    }

    private JsonObject Custom(ServedKind kind)
    {
        var whole = (kind.Definition?["schema"]?["openAPIV3Schema"] as JsonObject)?.DeepClone().AsObject() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        var fields = whole.Child("properties");
        fields["apiVersion"] ??= new JsonObject { ["type"] = "string" };
        fields["kind"] ??= new JsonObject { ["type"] = "string" };
        fields["metadata"] = new JsonObject { ["allOf"] = new JsonArray(Refer(BuiltInSchemas.ObjectMeta)) };
        return whole;
    }

    private string Named(Schema schema)
    {
        var name = FullName(schema.TypeName!);
        if (Components.ContainsKey(name)) return name;
        var component = new JsonObject { ["type"] = "object" };
        Components[name] = component;
        var required = new JsonArray();
        var properties = new JsonObject();
        foreach (var (field, type) in schema.Fields)
        {
            properties[field] = Field(type);
            if (type.IsRequired) required.Add(field);
        }

        if (required.Count > 0) component["required"] = required;
        component["properties"] = properties;
        if (schema.IsAtomic) component["x-kubernetes-map-type"] = "atomic";
        return name;
    }

    private JsonObject Field(Schema schema)
    {
        var field = Value(schema);
        var extras = new JsonObject();
        if (schema is { IsAlwaysThere: true, Type: SchemaType.Object }) extras["default"] = new JsonObject();
        else if (schema.Default is { } standard) extras["default"] = standard.DeepClone();
        if (schema.Type == SchemaType.Array)
        {
            extras["x-kubernetes-list-type"] = schema.ListType.ToString().ToLowerInvariant();
            if (schema.ListKeys.Count > 0) extras["x-kubernetes-list-map-keys"] = new JsonArray([.. schema.ListKeys.Select(static key => (JsonNode)key)]);
        }

        if (schema.IsMerged || schema.RetainsKeys) extras["x-kubernetes-patch-strategy"] = (schema.IsMerged, schema.RetainsKeys) switch { (true, true) => "merge,retainKeys", (true, false) => "merge", _ => "retainKeys" };
        if (schema.MergeKey is { } mergeKey) extras["x-kubernetes-patch-merge-key"] = mergeKey;
        if (extras.Count == 0) return field;
        // Beside a reference nothing else may stand.
        if (field.ContainsKey("$ref")) field = new JsonObject { ["allOf"] = new JsonArray(field) };
        foreach (var (key, value) in extras) field[key] = value?.DeepClone();
        return field;
    }

    private JsonObject Value(Schema schema)
    {
        switch (schema.Type)
        {
            case SchemaType.Object when schema.TypeName is not null:
                return Refer(schema);
            case SchemaType.Object:
                var map = new JsonObject { ["type"] = "object" };
                if (schema.Values is { } values) map["additionalProperties"] = Value(values);
                return map;
            case SchemaType.Array:
                return new JsonObject { ["type"] = "array", ["items"] = Value(schema.Items ?? Schema.Any) };
            case SchemaType.String when schema.TypeName is { } time:
                return Plain(FullName(time), new JsonObject { ["type"] = "string", ["format"] = "date-time" });
            case SchemaType.IntOrString:
                return Plain("io.k8s.apimachinery.pkg.util.intstr.IntOrString", new JsonObject { ["format"] = "int-or-string", ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }) });
            case SchemaType.Quantity:
                return Plain("io.k8s.apimachinery.pkg.api.resource.Quantity", new JsonObject { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "number" }) });
            case SchemaType.Any:
                return [];
            default:
                var value = new JsonObject { ["type"] = schema.Type.ToString().ToLowerInvariant() };
                if (schema.Format is { } format) value["format"] = format;
                if (schema.Enum.Count > 0) value["enum"] = new JsonArray([.. schema.Enum.Select(static item => (JsonNode)item)]);
                return value;
        }
    }

    private JsonObject Refer(Schema schema) => new() { ["$ref"] = Prefix + Named(schema) };

    private JsonObject Plain(string name, JsonObject schema)
    {
        if (!Components.ContainsKey(name)) Components[name] = schema;
        return new JsonObject { ["$ref"] = Prefix + name };
    }
}
