using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>What is wrong with a field, in the API server's words (apimachinery, util/validation/field).</summary>
/// <param name="Path">The field: <c>spec.template.spec.containers[0].image</c>.</param>
/// <param name="Reason">The cause's reason: <c>FieldValueInvalid</c>.</param>
/// <param name="Message">What is wrong: <c>Required value</c>.</param>
internal sealed record FieldError(string Path, string Reason, string Message)
{
    public static FieldError Required(string path, string? why = null) => new(path, "FieldValueRequired", "Required value" + (why is null ? "" : ": " + why));

    public static FieldError Invalid(string path, JsonNode? value, string why) => new(path, "FieldValueInvalid", $"Invalid value: {Show(value)}: {why}");

    public static FieldError Forbidden(string path, string why) => new(path, "FieldValueForbidden", "Forbidden: " + why);

    public static FieldError Duplicate(string path, JsonNode? value) => new(path, "FieldValueDuplicate", $"Duplicate value: {Show(value)}");

    public static FieldError NotFound(string path, JsonNode? value) => new(path, "FieldValueNotFound", $"Not found: {Show(value)}");

    public static FieldError TooMany(string path, int actual, long most) => new(path, "FieldValueTooMany", $"Too many: {actual}: must have at most {most} items");

    public static FieldError TooLong(string path, long most) => new(path, "FieldValueTooLong", $"Too long: may not be more than {most} bytes");

    public static FieldError Unsupported(string path, JsonNode? value, IEnumerable<JsonNode?> supported) =>
        new(path, "FieldValueNotSupported", $"Unsupported value: {Show(value)}: supported values: {string.Join(", ", supported.Select(Show))}");

    /// <summary>A wrong type, as a custom resource's validation tells it: with the names of both types.</summary>
    public static FieldError WrongType(string path, JsonNode? value, string expected) =>
        new(path, "FieldValueTypeInvalid", $"Invalid value: \"{NameOf(value)}\": {path} in body must be of type {expected}: \"{NameOf(value)}\"");

    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";

    /// <summary>What JSON calls a value's type.</summary>
    public static string NameOf(JsonNode? value) => value?.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Object => "object",
        System.Text.Json.JsonValueKind.Array => "array",
        System.Text.Json.JsonValueKind.String => "string",
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolean",
        System.Text.Json.JsonValueKind.Number => SchemaTypes.IsWhole(value) ? "integer" : "number",
        _ => "null",
    };

    private static string Show(JsonNode? value) => value?.ToJsonString(StoredObject.Wire) ?? "null";
}
