using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace K8sOps.Ceph;

/// <summary>
/// Reads a whole JSON document, so that nothing in it can fail later: of two fields of one name the last counts, and the bare
/// <c>nan</c> and <c>inf</c> that Ceph writes for an empty cluster's averages are nulls.
/// </summary>
internal static partial class CephJson
{
    private const int MaximumDepth = 64;

    /// <summary>The document; null when the text is none.</summary>
    public static JsonNode? Parse(string text) => Read(text) ?? (NoNumber().IsMatch(text) ? Read(NoNumber().Replace(text, "null")) : null);

    private static JsonNode? Read(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = MaximumDepth });
            reader.Read();
            var node = Value(ref reader);
            return reader.Read() ? null : node;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: JSON by its grammar, and no text.
            return null;
        }
    }

    private static JsonNode? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new JsonObject();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    map[name] = Value(ref reader);
                }

                return map;
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Add(Value(ref reader));
                return list;
            case JsonTokenType.String:
                return JsonValue.Create(reader.GetString());
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? JsonValue.Create(whole) : reader.TryGetDouble(out var real) && double.IsFinite(real) ? JsonValue.Create(real) : null;
            case JsonTokenType.True or JsonTokenType.False:
                return JsonValue.Create(reader.GetBoolean());
            default:
                return null;
        }
    }

    [GeneratedRegex(@"(?<=[:,\[]\s*)-?(nan|inf(inity)?)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex NoNumber();
}
