using System.Globalization;

namespace K8sOps.Flux;

/// <summary>A duration as Flux's specs write it (Go's <c>time.ParseDuration</c>): <c>1h30m</c>, <c>10m0s</c>, <c>1.5h</c>, <c>250ms</c>.</summary>
internal static class FluxDuration
{
    /// <summary>Reads a duration; null for what is none, or is longer than a <see cref="TimeSpan"/> can hold.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (text == "0") return TimeSpan.Zero;
        var total = 0.0;
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
            if (!double.TryParse(text.AsSpan(start, at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
            var unitStart = at;
            while (at < text.Length && !char.IsAsciiDigit(text[at]) && text[at] != '.') at++;
            double? seconds = text[unitStart..at] switch { "h" => 3600, "m" => 60, "s" => 1, "ms" => 1e-3, "us" or "µs" => 1e-6, "ns" => 1e-9, _ => null };
            if (seconds is null) return null;
            total += number * seconds.Value;
        }

        return total < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(total) : null;
    }
}
