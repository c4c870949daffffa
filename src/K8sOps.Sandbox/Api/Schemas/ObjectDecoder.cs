using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>
/// Takes an object in as an API server decodes it: unknown fields are dropped and told, and where a built-in type holds something else than
/// it is made of, decoding fails in the words of Go's decoder.
/// </summary>
internal sealed class ObjectDecoder
{
    private readonly List<string> _unknown = [];
    private readonly bool _isCustom;

    private ObjectDecoder(bool isCustom) => _isCustom = isCustom;

    /// <summary>Drops what the kind does not know, in place.</summary>
    /// <returns>The fields that were dropped: <c>spec.template.foo</c>.</returns>
    /// <exception cref="FormatException">A built-in type holds a value of another type; the message is the decoder's.</exception>
    public static IReadOnlyList<string> Decode(ServedKind kind, JsonObject body) => Decode(kind.Schema, body, kind.IsCustom);

    /// <summary>Drops what a schema does not know, in place.</summary>
    public static IReadOnlyList<string> Decode(Schema schema, JsonObject body, bool isCustom)
    {
        var decoder = new ObjectDecoder(isCustom);
        decoder.Object(body, schema, "", "", isTyped: !isCustom);
        return decoder._unknown;
    }

    private void Object(JsonObject value, Schema schema, string path, string goPath, bool isTyped)
    {
        foreach (var (name, child) in value.ToArray())
        {
            if (schema.Field(name) is not { } field)
            {
                if (schema.KeepsUnknown || schema.Type == SchemaType.Any) continue;
                value.Remove(name);
                _unknown.Add(SchemaTypes.Join(path, name));
                continue;
            }

            // Custom resources keep their nulls for validation; a Go struct has no place for one.
            var fieldIsTyped = isTyped || field.TypeName == "meta.v1.ObjectMeta";
            if (child is null && fieldIsTyped) value.Remove(name);
            else Value(child, field, schema, SchemaTypes.Join(path, name), SchemaTypes.Join(goPath, name), fieldIsTyped);
        }
    }

    private void Value(JsonNode? value, Schema schema, Schema holder, string path, string goPath, bool isTyped)
    {
        if (isTyped) Check(value, schema, holder, goPath);
        switch (value)
        {
            case JsonObject map when schema.Type is SchemaType.Object:
                Object(map, schema, path, goPath, isTyped);
                break;
            case JsonArray list when schema.Items is { } items:
                for (var i = 0; i < list.Count; i++) Value(list[i], items, holder, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), goPath, isTyped);
                break;
        }
    }

    /// <summary>Whether Go's decoder can put the value there.</summary>
    private static void Check(JsonNode? value, Schema schema, Schema holder, string goPath)
    {
        if (value is null) return;
        if (!SchemaTypes.Fits(value, schema.Type))
        {
            var found = value.GetValueKind() switch
            {
                JsonValueKind.Object => "object",
                JsonValueKind.Array => "array",
                JsonValueKind.String => "string",
                JsonValueKind.Number when schema.Type == SchemaType.Integer => $"number {value.ToJsonString()}",
                JsonValueKind.Number => "number",
                _ => "bool",
            };
            throw new FormatException($"json: cannot unmarshal {found} into Go struct field {Last(holder.TypeName)}.{goPath} of type {GoType(schema)}");
        }

        if (schema.Type == SchemaType.Quantity && value.GetValueKind() == JsonValueKind.String && !SchemaTypes.IsQuantity(value.ToString()))
        {
            throw new FormatException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }

        if (schema.Format == "date-time" && value.GetValueKind() == JsonValueKind.String && !DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _))
        {
            throw new FormatException($"parsing time {value.ToJsonString(StoredObject.Wire)} as \"2006-01-02T15:04:05Z07:00\": cannot parse {value.ToJsonString(StoredObject.Wire)} as \"2006\"");
        }
    }

    private static string GoType(Schema schema) => schema.Type switch
    {
        SchemaType.String when schema.TypeName is not null => "v1.Time",
        SchemaType.String when schema.Format == "byte" => "[]uint8",
        SchemaType.String => "string",
        SchemaType.Integer => schema.Format ?? "int",
        SchemaType.Number => "float64",
        SchemaType.Boolean => "bool",
        SchemaType.IntOrString => "intstr.IntOrString",
        SchemaType.Quantity => "resource.Quantity",
        SchemaType.Array => "[]" + GoType(schema.Items ?? Schema.Any),
        SchemaType.Object when schema.TypeName is { } name => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..],
        SchemaType.Object when schema.Values is { } values => "map[string]" + GoType(values),
        _ => "interface {}",
    };

    private static string Last(string? typeName) => typeName is null ? "" : typeName[(typeName.LastIndexOf('.') + 1)..];
}
