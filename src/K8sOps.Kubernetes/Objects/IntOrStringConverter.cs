using System.Text.Json;
using System.Text.Json.Serialization;

namespace K8sOps.Kubernetes;

/// <summary>Reads and writes <see cref="IntOrString"/> as what it is.</summary>
public sealed class IntOrStringConverter : JsonConverter<IntOrString>
{
    /// <inheritdoc/>
    public override IntOrString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => new(reader.GetInt32(), null),
        JsonTokenType.String => new(null, reader.GetString()),
        _ => throw new JsonException("A number or a text was expected."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IntOrString value, JsonSerializerOptions options)
    {
        if (value.Number is { } number) writer.WriteNumberValue(number);
        else writer.WriteStringValue(value.Text);
    }
}
