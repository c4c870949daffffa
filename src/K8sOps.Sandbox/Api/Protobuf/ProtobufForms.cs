using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>The values that are no messages with fields of their own, or are messages and have another form in JSON.</summary>
internal static class ProtobufForms
{
    private static readonly long FirstSecond = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>A value in JSON; null is <c>null</c>, and for a moment also none.</summary>
    /// <param name="value">As it stands in the bytes.</param>
    /// <param name="type">What it is; no message.</param>
    /// <param name="depthLeft">How deep JSON inside may nest.</param>
    /// <exception cref="ApiException">400: the bytes are no such value.</exception>
    public static JsonNode? Value(WireValue value, ProtobufFieldType type, int depthLeft) => type switch
    {
        ProtobufFieldType.String => value.Text,
        ProtobufFieldType.Bool => value.Varint != 0,
        ProtobufFieldType.Int => (int)value.Varint,
        ProtobufFieldType.Long => (long)value.Varint,
        ProtobufFieldType.Double => double.IsFinite(value.Double) ? value.Double : throw ProtobufBody.Malformed("a number is not finite"),
        ProtobufFieldType.Bytes => Convert.ToBase64String(value.Bytes),
        ProtobufFieldType.Time => Moment(value.Bytes)?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ProtobufFieldType.MicroTime => Moment(value.Bytes)?.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        ProtobufFieldType.Quantity => Quantity(value.Bytes),
        ProtobufFieldType.IntOrString => IntOrString(value.Bytes),
        ProtobufFieldType.Json => Json(value.Bytes, depthLeft),
        ProtobufFieldType.Strings => Strings(value.Bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A message is read by its fields."),
    };

    /// <summary>A moment from its seconds and nanoseconds since 1970; no bytes at all are Go's zero time, which JSON does not tell.</summary>
    private static DateTimeOffset? Moment(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return null;
        long seconds = 0, nanos = 0;
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out var value))
        {
            if (number == 1) seconds = (long)value.Varint;
            else if (number == 2) nanos = (int)value.Varint;
        }

        if (seconds < FirstSecond || seconds > LastSecond || nanos is < 0 or > 999_999_999) throw ProtobufBody.Malformed($"{seconds} seconds and {nanos} nanoseconds are no moment");
        return DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / TimeSpan.NanosecondsPerTick);
    }

    private static string Quantity(ReadOnlySpan<byte> bytes)
    {
        var text = "0";
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out var value))
        {
            if (number == 1) text = value.Text;
        }

        return text;
    }

    private static JsonNode IntOrString(ReadOnlySpan<byte> bytes)
    {
        var type = 0UL;
        var whole = 0;
        var text = "";
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out var value))
        {
            if (number == 1) type = value.Varint;
            else if (number == 2) whole = (int)value.Varint;
            else if (number == 3) text = value.Text;
        }

        return type switch
        {
            0 => whole,
            1 => text,
            _ => throw ProtobufBody.Malformed($"{type} is neither a number (0) nor text (1)"),
        };
    }

    private static JsonNode? Json(ReadOnlySpan<byte> bytes, int depthLeft)
    {
        ReadOnlySpan<byte> raw = default;
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out var value))
        {
            if (number == 1) raw = value.Bytes;
        }

        if (raw.IsEmpty) return null;
        if (depthLeft <= 0) throw ProtobufBody.Malformed("JSON inside it nests too deep");
        try
        {
            return JsonBody.Read(raw.ToArray(), depthLeft).Body;
        }
        catch (JsonException error)
        {
            throw ProtobufBody.Malformed($"JSON inside it is none: {error.Message}");
        }
    }

    private static JsonArray Strings(ReadOnlySpan<byte> bytes)
    {
        var list = new JsonArray();
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out var value))
        {
            if (number == 1) list.Add(value.Text);
        }

        return list;
    }
}
