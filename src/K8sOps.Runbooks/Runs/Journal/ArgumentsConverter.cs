using System.Text.Json;
using System.Text.Json.Serialization;

namespace K8sOps.Runbooks.Runs;

/// <summary>Maps of arguments, which are read back without regard to case, as they were written.</summary>
internal sealed class ArgumentsConverter<T> : JsonConverter<IReadOnlyDictionary<string, T>>
    where T : class
{
    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var map = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Arguments are an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            map[name] = JsonSerializer.Deserialize<T>(ref reader, options) ?? throw new JsonException($"The argument {name} has no value.");
        }

        return map;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, T> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, argument) in value)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, argument, options);
        }

        writer.WriteEndObject();
    }
}
