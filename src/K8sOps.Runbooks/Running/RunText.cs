using System.Globalization;

namespace K8sOps.Runbooks.Running;

/// <summary>How a run words what it says.</summary>
internal static class RunText
{
    /// <summary><c>1h30m</c>, <c>10m</c>, <c>45s</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1)) return string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms");
        var parts = new List<string>();
        if (time.TotalHours >= 1) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0}h"));
        if (time.Minutes > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}m"));
        if (time.Seconds > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{time.Seconds}s"));
        return string.Concat(parts);
    }

    /// <summary>A value of a parameter.</summary>
    public static string Value(object value) => value switch
    {
        TimeSpan time => Duration(time),
        string text => $"'{text}'",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary><c>a, b and c</c>.</summary>
    public static string And(IReadOnlyList<string> words) => words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}";
}
