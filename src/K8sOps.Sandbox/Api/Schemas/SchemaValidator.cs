using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>
/// Holds objects to a schema: types, required fields, allowed values, and, of custom resources, the rules of their structural schema
/// (<see cref="ValueRules"/>) and the keys of their lists. CEL rules (<c>x-kubernetes-validations</c>) are not evaluated.
/// </summary>
internal sealed class SchemaValidator
{
    private readonly List<FieldError> _errors = [];
    private readonly bool _tellsUnknown;

    private SchemaValidator(bool tellsUnknown) => _tellsUnknown = tellsUnknown;

    /// <summary>What is wrong with a value; nothing when it fits. Unknown fields are left alone: they are dropped before, or kept.</summary>
    public static IReadOnlyList<FieldError> Validate(JsonNode? value, Schema schema, string path = "") => Run(value, schema, path, tellsUnknown: false);

    /// <summary>As <see cref="Validate(JsonNode?, Schema, string)"/>, and a field that the schema does not know is wrong too.</summary>
    public static IReadOnlyList<FieldError> ValidateStrictly(JsonNode? value, Schema schema, string path = "") => Run(value, schema, path, tellsUnknown: true);

    private static List<FieldError> Run(JsonNode? value, Schema schema, string path, bool tellsUnknown)
    {
        var validator = new SchemaValidator(tellsUnknown);
        validator.Value(value, schema, path);
        return validator._errors;
    }

    private void Value(JsonNode? value, Schema schema, string path)
    {
        if (value is null)
        {
            if (!schema.IsNullable && schema.Type != SchemaType.Any) _errors.Add(FieldError.WrongType(path, null, Name(schema.Type)));
            return;
        }

        if (!SchemaTypes.Fits(value, schema.Type))
        {
            _errors.Add(FieldError.WrongType(path, value, Name(schema.Type)));
            return;
        }

        if (schema.Rules is { } rules) _errors.AddRange(ValueRules.Check(value, rules, path));
        else Plain(value, schema, path);
        if (value is JsonObject map) Object(map, schema, path);
        else if (value is JsonArray list) List(list, schema, path);
    }

    /// <summary>What is known of a built-in type's plain value.</summary>
    private void Plain(JsonNode value, Schema schema, string path)
    {
        if (value is not JsonValue) return;
        if (schema.Enum.Count > 0 && !schema.Enum.Contains(value.ToString())) _errors.Add(FieldError.Unsupported(path, value, schema.Enum.Select(static allowed => (JsonNode?)allowed)));
        if (schema.Type == SchemaType.Quantity && !SchemaTypes.IsQuantity(value.ToString())) _errors.Add(FieldError.Invalid(path, value, "must be a quantity"));
        if (schema.Format is "date-time" or "byte" && !ValueRules.HasFormat(value.ToString(), schema.Format)) _errors.Add(FieldError.WrongType(path, value, schema.Format));
    }

    private void Object(JsonObject map, Schema schema, string path)
    {
        foreach (var (name, field) in schema.Fields)
        {
            // A list that Go always writes is required in the documents, and may well be missing.
            if (field.IsRequired && !map.ContainsKey(name) && !(schema.Rules is null && field.Type == SchemaType.Array)) _errors.Add(FieldError.Required(SchemaTypes.Join(path, name)));
        }

        foreach (var (name, value) in map)
        {
            if (schema.Field(name) is { } field)
            {
                // Nulls in built-in types say that there is nothing.
                if (value is not null || schema.Rules is not null) Value(value, field, SchemaTypes.Join(path, name));
            }
            else if (_tellsUnknown && !schema.KeepsUnknown && schema.Type == SchemaType.Object && !schema.IsEmbedded)
            {
                _errors.Add(new FieldError(SchemaTypes.Join(path, name), "FieldValueForbidden", "Forbidden: unknown field"));
            }
        }

        if (!schema.IsEmbedded) return;
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if ((map[name] as JsonValue)?.ToString() is not { Length: > 0 }) _errors.Add(FieldError.Required(SchemaTypes.Join(path, name), "must not be empty"));
        }
    }

    private void List(JsonArray list, Schema schema, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (schema.Items is { } items) Value(list[i], items, at);
            if (schema.ListType == ListType.Atomic) continue;
            var element = FieldWalker.ElementOf(list[i], schema);
            if (!seen.Add(element)) _errors.Add(FieldError.Duplicate(at, JsonNode.Parse(element.AsSpan(2).ToString())));
        }
    }

    private static string Name(SchemaType type) => type switch
    {
        SchemaType.IntOrString => "integer,string",
        SchemaType.Quantity => "string,number",
        _ => type.ToString().ToLowerInvariant(),
    };
}
