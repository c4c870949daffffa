using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace K8sOps.Runbooks.Runs;

/// <summary>
/// Objects as text for a journal: one line each, readable, and without secrets. A <c>SecureString</c>, a credential, a property marked
/// <see cref="SensitiveAttribute"/> and what a Secret holds are <c>(redacted)</c>.
/// </summary>
public static class JournalText
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Redacted = SecretPattern.Redacted;

    private const int MaxDepth = 6;

    private const int MaxLength = 8192;

    private const int MaxItems = 100;

    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private static readonly string[] s_secretFields = ["data", "stringData"];

    /// <summary>One object in one line.</summary>
    public static string Of(object? value)
    {
        var plain = EngineObject.Unwrap(value);
        var text = plain switch
        {
            null => "null",
            string s => s,
            CheckResult check => OfCheck(check),
            _ when EngineObject.IsSecret(plain) => Redacted,
            _ when Scalar(plain) is { } scalar => scalar.GetValueKind() == JsonValueKind.String ? scalar.GetValue<string>() : scalar.ToJsonString(s_compact),
            _ => Headed(plain),
        };
        text = SecretPattern.Hide(text);
        return text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");
    }

    /// <summary>The objects, a line each.</summary>
    public static string Of(IEnumerable<object?> values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(Of(value));
        }

        return text.ToString();
    }

    private static string OfCheck(CheckResult check)
    {
        var on = check.TargetName is null ? "" : $" {check.Kind} {(check.Namespace is null ? "" : check.Namespace + "/")}{check.TargetName}";
        var seen = check.Evidence.Count == 0 ? "" : $" ({string.Join("; ", check.Evidence)})";
        return $"{check.Status} {check.Id}{on}: {check.Message}{seen}";
    }

    /// <summary>What a person looks for first, then the whole as JSON.</summary>
    private static string Headed(object value)
    {
        var node = Node(value, 0, new HashSet<object>(ReferenceEqualityComparer.Instance));
        var json = node?.ToJsonString(s_compact) ?? "null";
        if (node is not JsonObject map || value is IDictionary || value.GetType().Namespace?.StartsWith("K8sOps", StringComparison.Ordinal) != true) return json;
        string? Field(string name) => map[name] is JsonValue v && v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : null;
        var name = Field("Name") is { } n ? $" {(Field("Namespace") is { } ns ? ns + "/" : "")}{n}" : "";
        return $"{value.GetType().Name}{name} {json}";
    }

    private static JsonNode? Node(object? value, int depth, HashSet<object> above)
    {
        value = EngineObject.Unwrap(value);
        if (value is null) return null;
        if (EngineObject.IsSecret(value)) return Redacted;
        if (Scalar(value) is { } scalar) return scalar;
        if (value is JsonNode json) return Clean(json.DeepClone());
        if (depth >= MaxDepth || (!value.GetType().IsValueType && !above.Add(value))) return "…";
        try
        {
            return EngineObject.Properties(value) is { } bag ? Map(bag, depth, above)
                : value is IDictionary map ? Map(map.Keys.Cast<object>().Select(k => (Convert.ToString(k, CultureInfo.InvariantCulture) ?? "", map[k])), depth, above)
                : value is IEnumerable many ? List(many, depth, above)
                : Map(Properties(value), depth, above);
        }
        finally
        {
            above.Remove(value);
        }
    }

    private static JsonValue? Scalar(object value) => value switch
    {
        string s => JsonValue.Create(s),
        bool b => JsonValue.Create(b),
        int or long or short or byte or uint or ushort or sbyte or ulong => JsonValue.Create(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        decimal d => JsonValue.Create(d),
        double d when double.IsFinite(d) => JsonValue.Create(d),
        float f when float.IsFinite(f) => JsonValue.Create(f),
        DateTimeOffset time => JsonValue.Create(time.ToString("O", CultureInfo.InvariantCulture)),
        DateTime time => JsonValue.Create(time.ToString("O", CultureInfo.InvariantCulture)),
        TimeSpan duration => JsonValue.Create(duration.ToString("c", CultureInfo.InvariantCulture)),
        Enum or Guid or Uri or Version or char or double or float or Type or Exception => JsonValue.Create(value is Exception e ? e.Message : Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
        _ => null,
    };

    private static JsonObject Map(IEnumerable<(string Name, object? Value)> fields, int depth, HashSet<object> above)
    {
        var map = new JsonObject();
        foreach (var (name, value) in fields.Take(MaxItems))
        {
            var node = Node(value, depth + 1, above);
            // What is not set says nothing; a record of ours has many of those.
            if (node is null or JsonArray { Count: 0 } or JsonObject { Count: 0 }) continue;
            map[name] = node;
        }

        return (JsonObject)Clean(map);
    }

    private static JsonArray List(IEnumerable many, int depth, HashSet<object> above)
    {
        var list = new JsonArray();
        foreach (var one in many)
        {
            if (list.Count == MaxItems)
            {
                list.Add("…");
                break;
            }

            list.Add(Node(one, depth + 1, above));
        }

        return list;
    }

    private static IEnumerable<(string Name, object? Value)> Properties(object value)
    {
        foreach (var property in value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (property.GetIndexParameters().Length > 0 || !property.CanRead) continue;
            if (property.IsDefined(typeof(SensitiveAttribute), inherit: true))
            {
                yield return (property.Name, Redacted);
                continue;
            }

            object? read;
            try
            {
                read = property.GetValue(value);
            }
            catch (TargetInvocationException e)
            {
                // A property that fails says so in its place.
                read = $"({e.InnerException?.Message ?? e.Message})";
            }

            yield return (property.Name, read);
        }
    }

    /// <summary>Takes the values out of every Secret in a tree.</summary>
    private static JsonNode Clean(JsonNode node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list.OfType<JsonNode>()) Clean(item);
        }

        if (node is not JsonObject map) return node;
        if (Find(map, "kind") is JsonValue kind && kind.ToString() == "Secret")
        {
            foreach (var (name, value) in map.ToList())
            {
                if (s_secretFields.Contains(name, StringComparer.OrdinalIgnoreCase)) map[name] = value is JsonObject held ? new JsonObject(held.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)Redacted))) : Redacted;
            }

            if (Find(map, "metadata") is JsonObject metadata && Find(metadata, "annotations") is JsonObject annotations && annotations.ContainsKey("kubectl.kubernetes.io/last-applied-configuration"))
            {
                annotations["kubectl.kubernetes.io/last-applied-configuration"] = Redacted;
            }
        }

        foreach (var (_, value) in map.ToList())
        {
            if (value is not null) Clean(value);
        }

        return map;
    }

    private static JsonNode? Find(JsonObject map, string name)
        => map.FirstOrDefault(p => string.Equals(p.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
