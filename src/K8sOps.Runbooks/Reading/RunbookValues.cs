using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks;

/// <summary>The types of a runbook's parameters, and values of them.</summary>
public static partial class RunbookValues
{
    private static readonly Dictionary<string, decimal> s_units = new(StringComparer.Ordinal)
    {
        [""] = 1,
        ["k"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
        ["T"] = 1e12m,
        ["P"] = 1e15m,
        ["Ki"] = 1024m,
        ["Mi"] = 1024m * 1024,
        ["Gi"] = 1024m * 1024 * 1024,
        ["Ti"] = 1024m * 1024 * 1024 * 1024,
        ["Pi"] = 1024m * 1024 * 1024 * 1024 * 1024,
    };

    /// <summary>The names of the types, as a table of parameters writes them.</summary>
    public static IReadOnlyList<string> Types { get; } = ["string", "int", "long", "double", "bool", "duration", "size", "datetime"];

    /// <summary>
    /// Turns a value into one of a declared type: text, or anything whose invariant text says one. <c>duration</c> is a
    /// <see cref="TimeSpan"/>, <c>size</c> a <see cref="long"/> of bytes, <c>datetime</c> a <see cref="DateTimeOffset"/>. A list, a
    /// <c>SecureString</c> and a credential are none of them.
    /// </summary>
    public static bool TryConvert(string type, object? value, out object? converted)
    {
        ArgumentNullException.ThrowIfNull(type);
        converted = null;
        value = EngineObject.Unwrap(value);
        // The text of a secret, and that of a list, is the name of its type: a step would run with that.
        if (value is null or (IEnumerable and not string) || EngineObject.IsSecret(value)) return false;
        switch (type)
        {
            case "duration" when value is TimeSpan:
            case "datetime" when value is DateTimeOffset:
                converted = value;
                return true;
            case "datetime" when value is DateTime time:
                converted = new DateTimeOffset(time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time);
                return true;
            default:
                break;
        }

        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        converted = type == "string" ? text : Parse(type, text.Trim());
        return converted is not null;
    }

    private static object? Parse(string type, string text) => type switch
    {
        "int" when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        "long" when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        "double" when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        "bool" => text.ToLowerInvariant() switch { "true" or "$true" => true, "false" or "$false" => (object)false, _ => null },
        "duration" when RunbookDurations.TryParse(text, out var duration) => duration,
        "size" => Size(text),
        "datetime" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => null,
    };

    private static object? Size(string text)
    {
        var parts = SizeShape().Match(text);
        if (!parts.Success || !decimal.TryParse(parts.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        var factor = s_units[parts.Groups[2].Value];
        return number <= long.MaxValue / factor ? (long)decimal.Ceiling(number * factor) : null;
    }

    [GeneratedRegex("^([0-9]{1,19}(?:[.][0-9]{1,9})?)([kMGTP]|[KMGTP]i)?$")]
    private static partial Regex SizeShape();
}
