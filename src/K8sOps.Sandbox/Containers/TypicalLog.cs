using System.Globalization;
using System.Text.RegularExpressions;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Containers;

/// <summary>
/// What a container of its image typically writes: first the lines of its start, then others, over and over, until it ends. Nothing is
/// stored: each line follows from its number, so that a container which has run for a year costs no memory, and every reader sees the same.
/// </summary>
/// <param name="seed">What makes this run's times its own: pod, container, run.</param>
/// <param name="start">When the run began.</param>
/// <param name="fate">What it writes, and what becomes of it.</param>
/// <param name="words">What stands for <c>{pod}</c>, <c>{ns}</c>, <c>{container}</c>, <c>{node}</c> in its lines.</param>
internal sealed partial class TypicalLog(string seed, DateTimeOffset start, ContainerFate fate, IReadOnlyDictionary<string, string> words) : ContainerLog
{
    private readonly uint _seed = Fnv(seed);

    private TimeSpan Opening => fate.EndsAfter is { } end && fate.Log.Count > 0 ? end : fate.ReadyAfter > TimeSpan.Zero ? fate.ReadyAfter : TimeSpan.FromSeconds(1);

    private bool GoesOn => fate.Writes.Count > 0 && fate.WritesEvery > TimeSpan.Zero;

    /// <inheritdoc/>
    public override long CountAt(DateTimeOffset time)
    {
        if (End is { } end && time > end) time = end;
        long count = 0;
        while (count < fate.Log.Count && TimeOf(count) <= time) count++;
        if (count < fate.Log.Count || !GoesOn) return count;
        var rounds = (time - start - Opening).Ticks / fate.WritesEvery.Ticks;
        count += Math.Max(0, rounds - 1);
        while (TimeOf(count) <= time) count++;
        return count;
    }

    /// <inheritdoc/>
    public override LogLine Line(long number) => new(TimeOf(number), Filled(number));

    /// <inheritdoc/>
    public override DateTimeOffset? WrittenAt(long number)
    {
        if (number >= fate.Log.Count && !GoesOn) return null;
        var time = TimeOf(number);
        return End is { } end && time > end ? null : time;
    }

    private DateTimeOffset TimeOf(long number)
    {
        if (number < fate.Log.Count)
        {
            // The last words come just before the end.
            var share = Opening.Ticks * (number + 1) / (fate.Log.Count + 1);
            return start + TimeSpan.FromTicks(share) + TimeSpan.FromTicks(Chance(number) % 9000);
        }

        var round = number - fate.Log.Count;
        var late = (long)(Chance(number) / (double)uint.MaxValue * (fate.WritesEvery.Ticks / 2));
        return start + Opening + TimeSpan.FromTicks((fate.WritesEvery.Ticks * round) + late);
    }

    private string Filled(long number)
    {
        var isOpening = number < fate.Log.Count;
        var text = isOpening ? fate.Log[(int)number] : fate.Writes[(int)(Chance(number + 7) % (uint)fate.Writes.Count)];
        if (!text.Contains('{')) return text;
        var time = TimeOf(number).UtcDateTime;
        return Placeholder().Replace(text, match => match.Groups["name"].Value switch
        {
            "time" => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            "micro" => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            "milli" => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            "plain" => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
            "slash" => time.ToString("yyyy/MM/dd HH:mm:ss", CultureInfo.InvariantCulture),
            "apache" => time.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture),
            "klog" => time.ToString("MMdd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            "unix" => string.Create(CultureInfo.InvariantCulture, $"{(time - DateTime.UnixEpoch).TotalSeconds:F3}"),
            "n" => (number + 1).ToString(CultureInfo.InvariantCulture),
            "ms" => (1 + (Chance(number + 13) % 240)).ToString(CultureInfo.InvariantCulture),
            "bytes" => (180 + (Chance(number + 17) % 9000)).ToString(CultureInfo.InvariantCulture),
            "client" => string.Create(CultureInfo.InvariantCulture, $"10.42.{Chance(number + 19) % 6}.{2 + (Chance(number + 23) % 200)}"),
            "id" => Chance(number + 29).ToString("x8", CultureInfo.InvariantCulture),
            var other => words.GetValueOrDefault(other, match.Value),
        });
    }

    private uint Chance(long number)
    {
        var value = unchecked(((ulong)number * 0x9E3779B97F4A7C15UL) ^ ((ulong)_seed << 17));
        value = unchecked((value ^ (value >> 31)) * 0xBF58476D1CE4E5B9UL);
        return (uint)(value >> 32);
    }

    private static uint Fnv(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in text) hash = unchecked((hash ^ letter) * 16777619u);
        return hash;
    }

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
