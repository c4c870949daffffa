using System.Globalization;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>Durations as Go writes them: <c>1h0m0s</c>, <c>2m30s</c>, <c>512.4ms</c>.</summary>
internal static class GoDuration
{
    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789.");

    /// <summary>Reads a duration; null when there is none, or it is none.</summary>
    public static TimeSpan? Read(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var total = TimeSpan.Zero;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
            rest = rest[digits..];
            var letters = rest.IndexOfAny(Digits);
            var unit = letters < 0 ? rest : rest[..letters];
            rest = rest[unit.Length..];
            TimeSpan? one = unit switch
            {
                "h" => TimeSpan.FromHours(number),
                "m" => TimeSpan.FromMinutes(number),
                "s" => TimeSpan.FromSeconds(number),
                "ms" => TimeSpan.FromMilliseconds(number),
                _ => null,
            };
            if (one is not { } part) return null;
            total += part;
        }

        return total;
    }

    /// <summary>Writes a duration as Go's <c>Duration.String</c> does.</summary>
    public static string Write(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(1)) return time == TimeSpan.Zero ? "0s" : Number(time.TotalMilliseconds) + "ms";
        var text = Number((time.Ticks % TimeSpan.TicksPerMinute) / (double)TimeSpan.TicksPerSecond) + "s";
        if (time < TimeSpan.FromMinutes(1)) return text;
        text = $"{time.Minutes}m{text}";
        return time < TimeSpan.FromHours(1) ? text : $"{(long)time.TotalHours}h{text}";
    }

    private static string Number(double value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
