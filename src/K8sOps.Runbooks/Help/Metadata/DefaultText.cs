using System.Globalization;

namespace K8sOps.Runbooks.Help;

/// <summary>A default value as it would be typed.</summary>
internal static class DefaultText
{
    /// <summary>The text, or null for a value that means "none".</summary>
    public static string? Of(object? value, IReadOnlyDictionary<string, long> enumMembers) => value switch
    {
        null => null,
        string text => text.Length == 0 ? null : text,
        TimeSpan span => Of(span),
        object?[] { Length: 0 } => null,
        object?[] many => many.All(m => Of(m, enumMembers) is not null) ? string.Join(", ", many.Select(m => Of(m, enumMembers))) : null,
        int or long when enumMembers.Count > 0 => enumMembers.FirstOrDefault(m => m.Value == Convert.ToInt64(value, CultureInfo.InvariantCulture)).Key is { } name && name != "Unknown" ? name : null,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? Of(TimeSpan span)
    {
        if (span <= TimeSpan.Zero) return null;
        var text = "";
        if (span.Days > 0) text += string.Create(CultureInfo.InvariantCulture, $"{span.Days}d");
        if (span.Hours > 0) text += string.Create(CultureInfo.InvariantCulture, $"{span.Hours}h");
        if (span.Minutes > 0) text += string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}m");
        if (span.Seconds > 0) text += string.Create(CultureInfo.InvariantCulture, $"{span.Seconds}s");
        if (span.Milliseconds > 0) text += string.Create(CultureInfo.InvariantCulture, $"{span.Milliseconds}ms");
        return text.Length == 0 ? null : text;
    }
}
