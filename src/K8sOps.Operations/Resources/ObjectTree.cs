using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>
/// An object as maps, lists and values that scripts read and write by property, and back. Keys keep their case and order, decimals their
/// digits, so that what goes through a script unchanged comes out unchanged.
/// </summary>
public static class ObjectTree
{
    private const int DeepestNesting = 200;

    /// <summary>From JSON: maps are ordered dictionaries, lists arrays, whole numbers <see cref="long"/>, others <see cref="decimal"/> where that is exact.</summary>
    public static OrderedDictionary From(JsonObject json)
    {
        var map = new OrderedDictionary(json.Count, StringComparer.Ordinal);
        foreach (var (key, value) in json) map.Add(key, Value(value));
        return map;
    }

    /// <summary>To JSON, from any dictionary, list and value.</summary>
    /// <param name="value">The value; what is already JSON is copied.</param>
    /// <param name="unwrap">Takes the caller's own wrappers off, such as PowerShell's; called for every value.</param>
    /// <exception cref="OperationException"><c>InvalidManifest</c> for what has no place in JSON.</exception>
    public static JsonNode? ToJson(object? value, Func<object, object?>? unwrap = null) => ToJson(value, unwrap, 0);

    private static object? Value(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => From(map),
        JsonArray list => list.Select(Value).ToArray(),
        _ => Scalar(node),
    };

    private static object? Scalar(JsonNode node)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.String:
                return node.GetValue<string>();
            case JsonValueKind.True or JsonValueKind.False:
                return node.GetValue<bool>();
            case JsonValueKind.Number:
                var text = node.ToJsonString();
                if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole;
                if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var exact) && exact.ToString(CultureInfo.InvariantCulture) == text) return exact;
                return double.Parse(text, CultureInfo.InvariantCulture);
            default:
                return null;
        }
    }

    private static JsonNode? ToJson(object? value, Func<object, object?>? unwrap, int depth)
    {
        if (value is not null && unwrap is not null) value = unwrap(value);
        if (depth > DeepestNesting) throw Refuse($"is nested more than {DeepestNesting} levels deep");
        return value switch
        {
            null => null,
            JsonNode node => node.DeepClone(),
            string text => JsonValue.Create(text),
            char one => JsonValue.Create(one.ToString()),
            bool truth => JsonValue.Create(truth),
            sbyte or byte or short or ushort or int or uint or long => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            ulong large => JsonValue.Create(large),
            decimal exact => JsonValue.Create(exact),
            float or double => Real(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            DateTimeOffset time => JsonValue.Create(Time(time)),
            DateTime time => JsonValue.Create(Time(time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(time, TimeSpan.Zero) : new DateTimeOffset(time))),
            Enum or Guid or Uri => JsonValue.Create(value.ToString()),
            IDictionary map => Map(map, unwrap, depth),
            IEnumerable list => List(list, unwrap, depth),
            _ => throw Refuse($"holds a {value.GetType().Name}, which has no place in JSON"),
        };
    }

    private static JsonObject Map(IDictionary map, Func<object, object?>? unwrap, int depth)
    {
        var json = new JsonObject();
        foreach (DictionaryEntry entry in map) json[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = ToJson(entry.Value, unwrap, depth + 1);
        return json;
    }

    private static JsonArray List(IEnumerable list, Func<object, object?>? unwrap, int depth)
    {
        var json = new JsonArray();
        foreach (var item in list) json.Add(ToJson(item, unwrap, depth + 1));
        return json;
    }

    private static JsonValue Real(double value) => double.IsFinite(value) ? JsonValue.Create(value) : throw Refuse($"holds the number {value}, which has no place in JSON");

    // ConvertFrom-Json makes dates of texts that look like one; the API writes them in whole seconds, or with six digits.
    private static string Time(DateTimeOffset time) => time.Ticks % TimeSpan.TicksPerSecond == 0 ? KubeTime.Format(time) : KubeTime.FormatMicro(time);

    private static OperationException Refuse(string why) => new("InvalidManifest", OperationCategory.InvalidData, null, $"The object {why}.");
}
