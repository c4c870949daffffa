using System.Globalization;

namespace K8sOps.Kubernetes;

/// <summary>The API's two spellings of a time, both UTC: meta/v1 Time in whole seconds, MicroTime with six digits behind them.</summary>
public static class KubeTime
{
    private static readonly string[] s_formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd't'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads RFC 3339 with any number of digits behind the second; an offset is required, as the API writes one always.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        if (text is null || text.Length < 20) return false;

        // More digits than a tick has (Go writes nanoseconds) are cut, not refused.
        var end = 19;
        if (text[19] == '.')
        {
            do end++;
            while (end < text.Length && char.IsAsciiDigit(text[end]));
        }

        if (end == 20) return false;
        var zone = text[end..].ToUpperInvariant();
        if (zone != "Z" && zone is not ['+' or '-', _, _, ':', _, _]) return false;
        return DateTimeOffset.TryParseExact(text[..Math.Min(end, 27)] + zone, s_formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>Writes meta/v1 Time: <c>2026-01-15T03:00:00Z</c>; what is finer than a second is cut.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes meta/v1 MicroTime: <c>2026-01-15T03:00:00.000000Z</c>.</summary>
    public static string FormatMicro(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
