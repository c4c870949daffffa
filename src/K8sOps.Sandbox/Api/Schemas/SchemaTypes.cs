using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace K8sOps.Sandbox;

/// <summary>Small questions about values and types.</summary>
internal static partial class SchemaTypes
{
    /// <summary>Whether a number is a whole one; 1.0 is.</summary>
    public static bool IsWhole(JsonNode? value) => value is JsonValue && value.GetValueKind() == JsonValueKind.Number && decimal.TryParse(value.ToString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && decimal.Truncate(number) == number;

    /// <summary>Whether a value is of a schema's type, as far as JSON knows types.</summary>
    public static bool Fits(JsonNode? value, SchemaType type) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => true,
        JsonValueKind.Object => type is SchemaType.Object or SchemaType.Any,
        JsonValueKind.Array => type is SchemaType.Array or SchemaType.Any,
        JsonValueKind.String => type is SchemaType.String or SchemaType.IntOrString or SchemaType.Quantity or SchemaType.Any,
        JsonValueKind.Number => type is SchemaType.Number or SchemaType.Quantity or SchemaType.Any || (type is SchemaType.Integer or SchemaType.IntOrString && IsWhole(value)),
        _ => type is SchemaType.Boolean or SchemaType.Any,
    };

    /// <summary>Whether a text is a quantity, by the expression that the API server tells in its errors.</summary>
    public static bool IsQuantity(string text) => QuantityForm().IsMatch(text);

    public static string Join(string path, string field) => path.Length == 0 ? field : $"{path}.{field}";

    [GeneratedRegex("^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex QuantityForm();
}
