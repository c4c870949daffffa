using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>Reads the structural schema of a CustomResourceDefinition (<c>openAPIV3Schema</c>).</summary>
internal static class CustomSchema
{
    /// <summary>The schema of the whole object: what the definition says, with apiVersion, kind and the metadata that every object has.</summary>
    /// <param name="version">An entry of <c>spec.versions</c>.</param>
    public static Schema OfVersion(JsonObject? version) => Whole(version?["schema"]?["openAPIV3Schema"] as JsonObject ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true });

    /// <summary>Reads any part of a structural schema.</summary>
    public static Schema Read(JsonObject rules)
    {
        var isEmbedded = (bool?)rules["x-kubernetes-embedded-resource"] == true;
        var schema = new Schema
        {
            Type = TypeOf(rules),
            Format = (string?)rules["format"],
            FieldSource = () => Fields(rules, isEmbedded),
            Items = rules["items"] is JsonObject items ? Read(items) : null,
            Values = rules["additionalProperties"] switch
            {
                JsonObject values => Read(values),
                JsonValue flag when flag.TryGetValue(out bool isOpen) && isOpen => Schema.Any,
                _ => null,
            },
            ListType = (string?)rules["x-kubernetes-list-type"] switch { "set" => ListType.Set, "map" => ListType.Map, _ => ListType.Atomic },
            ListKeys = Texts(rules["x-kubernetes-list-map-keys"]),
            IsAtomic = (string?)rules["x-kubernetes-map-type"] == "atomic",
            Default = rules["default"],
            IsNullable = (bool?)rules["nullable"] == true,
            KeepsUnknown = (bool?)rules["x-kubernetes-preserve-unknown-fields"] == true,
            IsEmbedded = isEmbedded,
            Rules = rules,
        };
        return schema;
    }

    private static Schema Whole(JsonObject rules) => Read(rules) with { FieldSource = () => Fields(rules, isObject: true) };

    private static Dictionary<string, Schema> Fields(JsonObject rules, bool isObject)
    {
        var required = Texts(rules["required"]);
        var fields = (rules["properties"] as JsonObject ?? []).ToDictionary(static field => field.Key, field => Read(field.Value as JsonObject ?? []) with { IsRequired = required.Contains(field.Key) }, StringComparer.Ordinal);
        if (!isObject) return fields;
        fields["apiVersion"] = fields["kind"] = new Schema { Type = SchemaType.String };
        fields["metadata"] = BuiltInSchemas.ObjectMeta with { IsAlwaysThere = true };
        return fields;
    }

    private static SchemaType TypeOf(JsonObject rules)
    {
        if ((bool?)rules["x-kubernetes-int-or-string"] == true) return SchemaType.IntOrString;
        return (string?)rules["type"] switch
        {
            "object" => SchemaType.Object,
            "array" => SchemaType.Array,
            "string" => SchemaType.String,
            "integer" => SchemaType.Integer,
            "number" => SchemaType.Number,
            "boolean" => SchemaType.Boolean,
            _ => SchemaType.Any,
        };
    }

    private static IReadOnlyList<string> Texts(JsonNode? list) => list is JsonArray texts ? [.. texts.Select(static text => (string)text!)] : [];
}
