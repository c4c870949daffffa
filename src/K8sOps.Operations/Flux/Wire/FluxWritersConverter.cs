using System.Text.Json;
using System.Text.Json.Serialization;

namespace K8sOps.Flux.Wire;

/// <summary>Reads from <c>managedFields</c> who owns <c>spec.suspend</c> and when the object was changed, without keeping the trees of fields.</summary>
internal sealed class FluxWritersConverter : JsonConverter<FluxWriters>
{
    public override FluxWriters? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("managedFields is not an array");
        List<(string, DateTimeOffset?)>? suspenders = null;
        DateTimeOffset? changed = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("an entry of managedFields is not an object");
            var entry = ReadEntry(ref reader);
            if (entry.IsStatus) continue;
            if (entry.OwnsSuspend) (suspenders ??= []).Add((entry.Manager ?? "", entry.At));
            if (entry.At > changed || changed is null) changed = entry.At ?? changed;
        }

        return new FluxWriters(suspenders, changed);
    }

    public override void Write(Utf8JsonWriter writer, FluxWriters value, JsonSerializerOptions options)
        => throw new NotSupportedException("The managed fields are only read.");

    private static (string? Manager, DateTimeOffset? At, bool IsStatus, bool OwnsSuspend) ReadEntry(ref Utf8JsonReader reader)
    {
        (string? Manager, DateTimeOffset? At, bool IsStatus, bool OwnsSuspend) entry = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("manager"u8))
            {
                reader.Read();
                entry.Manager = TextOf(ref reader);
            }
            else if (reader.ValueTextEquals("time"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var at)) entry.At = at;
                else reader.Skip();
            }
            else if (reader.ValueTextEquals("subresource"u8))
            {
                reader.Read();
                entry.IsStatus = TextOf(ref reader) is { Length: > 0 };
            }
            else if (reader.ValueTextEquals("fieldsV1"u8))
            {
                reader.Read();
                entry.OwnsSuspend = Holds(ref reader, "f:spec"u8, "f:suspend"u8);
            }
            else
            {
                reader.Skip();
            }
        }

        return entry;
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        reader.Skip();
        return null;
    }

    /// <summary>Whether the tree has the field; it is read to its end either way.</summary>
    private static bool Holds(ref Utf8JsonReader reader, ReadOnlySpan<byte> field, ReadOnlySpan<byte> inner)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        var holds = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(field);
            reader.Read();
            if (!isIt) reader.Skip();
            else if (!inner.IsEmpty) holds |= Holds(ref reader, inner, default);
            else
            {
                holds = true;
                reader.Skip();
            }
        }

        return holds;
    }
}
