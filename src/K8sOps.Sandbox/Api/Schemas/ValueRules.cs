using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace K8sOps.Sandbox;

/// <summary>The rules of a structural schema for one value (OpenAPI v3 as CustomResourceDefinitions use it), with the server's words.</summary>
internal static class ValueRules
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with the value itself, and with its alternatives (<c>oneOf</c> and the like); fields and items are not walked.</summary>
    public static IEnumerable<FieldError> Check(JsonNode value, JsonObject rules, string path)
    {
        if (rules["enum"] is JsonArray allowed && !allowed.Any(item => JsonNode.DeepEquals(item, value))) yield return FieldError.Unsupported(path, value, allowed);
        var own = value switch
        {
            JsonObject map => Map(map, rules, path),
            JsonArray list => List(list, rules, path),
            _ when value.GetValueKind() == System.Text.Json.JsonValueKind.String => Text(value, rules, path),
            _ when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => Number(value, rules, path),
            _ => [],
        };
        foreach (var error in own.Concat(Alternatives(value, rules, path))) yield return error;
    }

    /// <summary>Whether a text is of a format; what is no known format holds.</summary>
    public static bool HasFormat(string text, string format) => format switch
    {
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _) && text.Contains('T', StringComparison.OrdinalIgnoreCase),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "byte" => Convert.TryFromBase64String(text, new byte[text.Length], out _),
        "ipv4" => IPAddress.TryParse(text, out var four) && four.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && text.Count(static c => c == '.') == 3,
        "ipv6" => IPAddress.TryParse(text, out var six) && six.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6,
        "cidr" => IPNetwork.TryParse(text, out _),
        "uuid" => Guid.TryParse(text, out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "duration" => IsDuration(text),
        _ => true,
    };

    private static IEnumerable<FieldError> Text(JsonNode value, JsonObject rules, string path)
    {
        var text = value.ToString();
        var length = new StringInfo(text).LengthInTextElements;
        if (JsonPaths.Whole(rules["maxLength"]) is { } most && length > most) yield return FieldError.TooLong(path, most);
        if (JsonPaths.Whole(rules["minLength"]) is { } least && length < least) yield return FieldError.Invalid(path, value, $"{path} in body should be at least {least} chars long");
        if ((string?)rules["pattern"] is { } pattern && !Matches(text, pattern)) yield return FieldError.Invalid(path, value, $"{path} in body should match '{pattern}'");
        if ((string?)rules["format"] is { } format && !HasFormat(text, format)) yield return FieldError.Invalid(path, value, $"{path} in body must be of type {format}: {value.ToJsonString(StoredObject.Wire)}");
    }

    private static IEnumerable<FieldError> Number(JsonNode value, JsonObject rules, string path)
    {
        if (!decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) yield break;
        if (Decimal(rules["maximum"]) is { } most && (number > most || (number == most && (bool?)rules["exclusiveMaximum"] == true)))
        {
            yield return FieldError.Invalid(path, value, $"{path} in body should be less than {((bool?)rules["exclusiveMaximum"] == true ? "" : "or equal to ")}{most.ToString(CultureInfo.InvariantCulture)}");
        }

        if (Decimal(rules["minimum"]) is { } least && (number < least || (number == least && (bool?)rules["exclusiveMinimum"] == true)))
        {
            yield return FieldError.Invalid(path, value, $"{path} in body should be greater than {((bool?)rules["exclusiveMinimum"] == true ? "" : "or equal to ")}{least.ToString(CultureInfo.InvariantCulture)}");
        }

        if (Decimal(rules["multipleOf"]) is { } factor && factor != 0 && number % factor != 0) yield return FieldError.Invalid(path, value, $"{path} in body should be a multiple of {factor.ToString(CultureInfo.InvariantCulture)}");
        if ((string?)rules["format"] == "int32" && number is < int.MinValue or > int.MaxValue) yield return FieldError.Invalid(path, value, $"{path} in body must be of type int32: \"integer\"");
    }

    private static IEnumerable<FieldError> List(JsonArray list, JsonObject rules, string path)
    {
        if (JsonPaths.Whole(rules["maxItems"]) is { } most && list.Count > most) yield return FieldError.TooMany(path, list.Count, most);
        if (JsonPaths.Whole(rules["minItems"]) is { } least && list.Count < least) yield return FieldError.Invalid(path, list.Count, $"{path} in body should have at least {least} items");
    }

    private static IEnumerable<FieldError> Map(JsonObject map, JsonObject rules, string path)
    {
        if (JsonPaths.Whole(rules["maxProperties"]) is { } most && map.Count > most) yield return FieldError.TooMany(path, map.Count, most);
        if (JsonPaths.Whole(rules["minProperties"]) is { } least && map.Count < least) yield return FieldError.Invalid(path, map.Count, $"{path} in body should have at least {least} properties");
    }

    private static IEnumerable<FieldError> Alternatives(JsonNode value, JsonObject rules, string path)
    {
        var shown = $"\"{path}\"";
        JsonNode kind = FieldError.NameOf(value);
        int Fitting(JsonArray alternatives) => alternatives.OfType<JsonObject>().Count(alternative => Holds(value, alternative, path));

        if (rules["oneOf"] is JsonArray one && Fitting(one) is not 1 and var fit)
        {
            yield return FieldError.Invalid(path, kind, $"{shown} must validate one and only one schema (oneOf). {(fit == 0 ? "Found none valid" : $"Found {fit} valid alternatives")}");
        }

        if (rules["anyOf"] is JsonArray any && (bool?)rules["x-kubernetes-int-or-string"] != true && Fitting(any) == 0) yield return FieldError.Invalid(path, kind, $"{shown} must validate at least one schema (anyOf)");
        if (rules["allOf"] is JsonArray all)
        {
            foreach (var alternative in all.OfType<JsonObject>())
            {
                // In x-kubernetes-int-or-string an allOf may hold the anyOf of both types, which the type says already.
                foreach (var error in Errors(value, alternative, path)) yield return error;
            }
        }

        if (rules["not"] is JsonObject not && Holds(value, not, path)) yield return FieldError.Invalid(path, kind, $"{shown} must not validate the schema (not)");
    }

    private static bool Holds(JsonNode value, JsonObject alternative, string path) => !Errors(value, alternative, path).Any();

    /// <summary>An alternative may restrict fields and items as well, at any depth.</summary>
    private static IEnumerable<FieldError> Errors(JsonNode value, JsonObject alternative, string path)
    {
        if (alternative["type"] is not null && !SchemaTypes.Fits(value, CustomSchema.Read(alternative).Type)) return [FieldError.WrongType(path, value, (string)alternative["type"]!)];
        var errors = Check(value, alternative, path);
        if (value is JsonObject map)
        {
            var missing = (alternative["required"] as JsonArray ?? []).Select(static name => (string)name!).Where(name => !map.ContainsKey(name)).Select(name => FieldError.Required(SchemaTypes.Join(path, name)));
            var fields = (alternative["properties"] as JsonObject ?? []).Where(field => field.Value is JsonObject && map[field.Key] is not null).SelectMany(field => Errors(map[field.Key]!, field.Value!.AsObject(), SchemaTypes.Join(path, field.Key)));
            return errors.Concat(missing).Concat(fields);
        }

        return value is JsonArray list && alternative["items"] is JsonObject items ? errors.Concat(list.Where(static item => item is not null).SelectMany(item => Errors(item!, items, path))) : errors;
    }

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, Patience);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>A duration as Go writes it (<c>1h30m</c>), which is what the format means to an API server.</summary>
    private static bool IsDuration(string text) => Regex.IsMatch(text, @"^[+-]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience);

    private static decimal? Decimal(JsonNode? node) => node is not null && decimal.TryParse(node.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
