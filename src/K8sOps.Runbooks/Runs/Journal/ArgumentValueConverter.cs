using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace K8sOps.Runbooks.Runs;

/// <summary>
/// Values of parameters in a journal, so that what is read back is of the type that was written: text, Booleans and 32-bit numbers
/// as JSON has them, the others as <c>{"type":"duration","value":"00:10:00"}</c>. Anything else is a text, and a secret is none.
/// </summary>
internal sealed class ArgumentValueConverter(RunSecrets secrets) : JsonConverter<object>
{
    /// <inheritdoc/>
    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return reader.GetString();
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.Number: return reader.GetInt32();
            case JsonTokenType.StartArray: return ReadArray(ref reader, options);
            case JsonTokenType.StartObject: return ReadTagged(ref reader);
            default: throw new JsonException($"A {reader.TokenType} is no value of a parameter.");
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        switch (EngineObject.Unwrap(value))
        {
            case string text: writer.WriteStringValue(secrets.Hide(text)); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: Tagged(writer, "long", number.ToString(CultureInfo.InvariantCulture)); break;
            case double number: Tagged(writer, "double", number.ToString("R", CultureInfo.InvariantCulture)); break;
            case TimeSpan duration: Tagged(writer, "duration", duration.ToString("c", CultureInfo.InvariantCulture)); break;
            case DateTimeOffset time: Tagged(writer, "datetime", time.ToString("O", CultureInfo.InvariantCulture)); break;
            case System.Collections.IEnumerable many and not System.Collections.IDictionary: WriteArray(writer, many, options); break;
            case var other: writer.WriteStringValue(secrets.Hide(JournalText.Of(other))); break;
        }
    }

    private static void Tagged(Utf8JsonWriter writer, string type, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteString("value", value);
        writer.WriteEndObject();
    }

    private void WriteArray(Utf8JsonWriter writer, System.Collections.IEnumerable many, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var one in many)
        {
            if (one is null) writer.WriteStringValue("");
            else Write(writer, one, options);
        }

        writer.WriteEndArray();
    }

    private object[] ReadArray(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var values = new List<object>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) values.Add(Read(ref reader, typeof(object), options)!);
        return [.. values];
    }

    private static object ReadTagged(ref Utf8JsonReader reader)
    {
        string? type = null, value = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            if (name == "type") type = reader.GetString();
            else if (name == "value") value = reader.GetString();
            else throw new JsonException($"A value of a parameter has no {name}.");
        }

        try
        {
            return (type, value) switch
            {
                ("long", { } text) => long.Parse(text, CultureInfo.InvariantCulture),
                ("double", { } text) => double.Parse(text, CultureInfo.InvariantCulture),
                ("duration", { } text) => TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture),
                ("datetime", { } text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture),
                _ => throw new JsonException($"'{type}' is no type of a parameter."),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new JsonException($"'{value}' is no {type}.", e);
        }
    }
}
