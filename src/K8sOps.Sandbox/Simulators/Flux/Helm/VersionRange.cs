using System.Globalization;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// A range of versions as Helm and Flux take them: <c>6.9.3</c>, <c>6.x</c>, <c>*</c>, <c>~1.2</c>, <c>^1.2.3</c>, <c>&gt;=1.0.0 &lt;2.0.0</c>,
/// <c>1.2 - 1.4</c>, alternatives with <c>||</c>. Versions before a release match only when the range names one.
/// </summary>
internal sealed class VersionRange
{
    private readonly IReadOnlyList<IReadOnlyList<Func<ChartVersion, bool>>> alternatives;
    private readonly bool takesPrereleases;

    private VersionRange(IReadOnlyList<IReadOnlyList<Func<ChartVersion, bool>>> alternatives, bool takesPrereleases)
    {
        this.alternatives = alternatives;
        this.takesPrereleases = takesPrereleases;
    }

    /// <summary>Reads a range; null when it is none. An empty one takes every version.</summary>
    public static VersionRange? Parse(string text)
    {
        var parts = new List<IReadOnlyList<Func<ChartVersion, bool>>>();
        foreach (var part in text.Split("||"))
        {
            if (Conditions(part.Trim()) is not { } conditions) return null;
            parts.Add(conditions);
        }

        return new VersionRange(parts, text.Contains('-', StringComparison.Ordinal) && !text.Contains(" - ", StringComparison.Ordinal));
    }

    /// <summary>Whether a version is in the range.</summary>
    public bool Takes(ChartVersion version) =>
        (version.Prerelease.Length == 0 || takesPrereleases) && alternatives.Any(conditions => conditions.All(condition => condition(version)));

    /// <summary>The newest of the versions that is in the range; null when none is.</summary>
    public string? Newest(IEnumerable<string> versions) =>
        versions.Select(ChartVersion.Parse).OfType<ChartVersion>().Where(Takes).OrderDescending(ChartVersion.Order).FirstOrDefault()?.Text;

    private static List<Func<ChartVersion, bool>>? Conditions(string text)
    {
        if (text.Split(" - ") is [var from, var to])
        {
            if (Bounds(from.Trim()) is not { } low || Bounds(to.Trim()) is not { } high) return null;
            return [version => version.OrderAgainst(low.From) >= 0, version => IsBelow(version, high.To)];
        }

        var conditions = new List<Func<ChartVersion, bool>>();
        var parts = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            // ">= 1.2" is one condition in two words.
            var part = parts[i].TrimEnd('=', '<', '>', '!', '~', '^').Length == 0 && i + 1 < parts.Length ? parts[i] + parts[++i] : parts[i];
            if (Condition(part) is not { } condition) return null;
            conditions.Add(condition);
        }

        return conditions;
    }

    private static Func<ChartVersion, bool>? Condition(string text)
    {
        var sign = text[..^text.TrimStart('=', '<', '>', '!', '~', '^').Length];
        if (Bounds(text[sign.Length..]) is not { } bounds) return null;
        return sign switch
        {
            "" or "=" => version => version.OrderAgainst(bounds.From) >= 0 && (bounds.IsExact ? version.OrderAgainst(bounds.From) == 0 : IsBelow(version, bounds.To)),
            "!=" => version => bounds.IsExact ? version.OrderAgainst(bounds.From) != 0 : version.OrderAgainst(bounds.From) < 0 || !IsBelow(version, bounds.To),
            ">" => version => bounds.IsExact ? version.OrderAgainst(bounds.From) > 0 : !IsBelow(version, bounds.To),
            ">=" or "=>" => version => version.OrderAgainst(bounds.From) >= 0,
            "<" => version => version.OrderAgainst(bounds.From) < 0,
            "<=" or "=<" => version => bounds.IsExact ? version.OrderAgainst(bounds.From) <= 0 : IsBelow(version, bounds.To),
            "~" or "~>" => version => version.OrderAgainst(bounds.From) >= 0 && IsBelow(version, bounds.IsExact ? ChartVersion.Of(bounds.From.Major, bounds.From.Minor + 1, 0) : bounds.To),
            "^" => version => version.OrderAgainst(bounds.From) >= 0 && IsBelow(version, Caret(bounds.From)),
            _ => null,
        };
    }

    /// <summary>The first version that the leftmost number other than zero forbids.</summary>
    private static ChartVersion Caret(ChartVersion from) =>
        from.Major > 0 ? ChartVersion.Of(from.Major + 1, 0, 0) : from.Minor > 0 ? ChartVersion.Of(0, from.Minor + 1, 0) : ChartVersion.Of(0, 0, from.Patch + 1);

    /// <summary>What a version, whole or with parts left out, means: from where, and up to where (not included).</summary>
    private static (ChartVersion From, ChartVersion? To, bool IsExact)? Bounds(string text)
    {
        if (ChartVersion.Parse(text) is { } exact) return (exact, ChartVersion.Of(exact.Major, exact.Minor, exact.Patch + 1), true);
        var numbers = new List<long>();
        foreach (var part in text.TrimStart('v').Split('.'))
        {
            if (part is "x" or "X" or "*") break;
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
            numbers.Add(number);
        }

        return numbers switch
        {
            [] => (ChartVersion.Of(0, 0, 0), null, false),
            [var major] => (ChartVersion.Of(major, 0, 0), ChartVersion.Of(major + 1, 0, 0), false),
            [var major, var minor] => (ChartVersion.Of(major, minor, 0), ChartVersion.Of(major, minor + 1, 0), false),
            _ => null,
        };
    }

    private static bool IsBelow(ChartVersion version, ChartVersion? to) => to is null || version.OrderAgainst(to) < 0;
}
