using System.Globalization;
using System.Text.RegularExpressions;

namespace K8sOps.Runbooks;

/// <summary>Durations as runbooks write them: <c>15s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>.</summary>
public static partial class RunbookDurations
{
    /// <summary>Reads one; a number alone is not one, since it does not say of what.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = TimeSpan.Zero;
        var parts = Shape().Match(text.Trim());
        if (!parts.Success) return false;
        var seconds = 0.0;
        int[] factors = [86400, 3600, 60, 1];
        for (var i = 0; i < factors.Length; i++)
        {
            if (parts.Groups[i + 1].Success) seconds += double.Parse(parts.Groups[i + 1].ValueSpan, CultureInfo.InvariantCulture) * factors[i];
        }

        if (seconds > TimeSpan.FromDays(3650).TotalSeconds) return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>The same form, so that it can be read again.</summary>
    public static string Format(TimeSpan duration)
    {
        var text = string.Concat(
            Part((long)duration.TotalDays, "d"),
            Part(duration.Hours, "h"),
            Part(duration.Minutes, "m"),
            Part(duration.Seconds, "s"));
        return text.Length == 0 ? "0s" : text;
    }

    private static string Part(long number, string unit) => number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");

    [GeneratedRegex(@"^(?=[0-9])(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?$")]
    private static partial Regex Shape();
}
