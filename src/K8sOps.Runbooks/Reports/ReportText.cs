using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace K8sOps.Runbooks.Reports;

/// <summary>How a report says times, durations and what somebody printed.</summary>
internal static partial class ReportText
{
    /// <summary><c>2026-03-01 08:00:03Z</c>.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>08:00:03</c>.</summary>
    public static string TimeOfDay(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary><c>0.4 s</c>, <c>12 s</c>, <c>4m 05s</c>, <c>1h 02m</c>, <c>3d 04h</c>.</summary>
    public static string Duration(TimeSpan span)
    {
        var sign = span < TimeSpan.Zero ? "-" : "";
        span = span.Duration();
        return sign + (span.TotalSeconds < 10 ? span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
            : span.TotalSeconds < 60 ? $"{span.Seconds} s"
            : span.TotalMinutes < 60 ? $"{span.Minutes}m {span.Seconds:00}s"
            : span.TotalHours < 24 ? $"{span.Hours}h {span.Minutes:00}m"
            : $"{(int)span.TotalDays}d {span.Hours:00}h");
    }

    /// <summary><c>3 steps</c>, <c>1 step</c>, <c>no step</c>.</summary>
    public static string Count(int count, string noun) => count == 0 ? $"no {noun}" : count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>
    /// Text as a terminal would have shown it, without the colours; what else steers a terminal, or turns the direction of the text,
    /// is made visible, so that a report shows what there is.
    /// </summary>
    public static string Visible(string text)
    {
        text = Escapes().Replace(text.ReplaceLineEndings("\n"), "");
        if (!text.Any(IsUnseen)) return text;
        var seen = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!IsUnseen(c)) seen.Append(c);
            else if (c < ' ') seen.Append((char)(0x2400 + c));
            else seen.Append(CultureInfo.InvariantCulture, $"⟨U+{(int)c:X4}⟩");
        }

        return seen.ToString();
    }

    private static bool IsUnseen(char c)
        => (c < ' ' && c is not ('\n' or '\t')) || c is '\u007f' or (>= '\u0080' and <= '\u009f') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufeff';

    [GeneratedRegex(@"\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Escapes();
}
