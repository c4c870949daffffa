using System.Globalization;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>A version as charts and tags of registries carry it: semantic versioning 2, with or without a leading <c>v</c>.</summary>
internal sealed class ChartVersion
{
    private ChartVersion(string text, long major, long minor, long patch, string prerelease)
    {
        Text = text;
        Major = major;
        Minor = minor;
        Patch = patch;
        Prerelease = prerelease;
    }

    /// <summary>The order in which versions come: one before a release comes before it.</summary>
    public static Comparer<ChartVersion> Order { get; } = Comparer<ChartVersion>.Create(static (one, other) => one.OrderAgainst(other));

    /// <summary>As it was written.</summary>
    public string Text { get; }

    public long Major { get; }

    public long Minor { get; }

    public long Patch { get; }

    /// <summary>What stands after the hyphen; empty when there is none.</summary>
    public string Prerelease { get; }

    /// <summary>Reads a version; null when it is none.</summary>
    public static ChartVersion? Parse(string text)
    {
        var core = text.StartsWith('v') ? text[1..] : text;
        if (core.IndexOf('+', StringComparison.Ordinal) is >= 0 and var build) core = core[..build];
        var prerelease = "";
        if (core.IndexOf('-', StringComparison.Ordinal) is >= 0 and var hyphen) (core, prerelease) = (core[..hyphen], core[(hyphen + 1)..]);
        var numbers = core.Split('.');
        return numbers.Length == 3 && Number(numbers[0], out var major) && Number(numbers[1], out var minor) && Number(numbers[2], out var patch)
            ? new ChartVersion(text, major, minor, patch, prerelease)
            : null;
    }

    /// <summary>The bare version of three numbers.</summary>
    public static ChartVersion Of(long major, long minor, long patch) => new($"{major}.{minor}.{patch}", major, minor, patch, "");

    /// <summary>Below zero when this comes before the other; what stands after a plus does not count.</summary>
    public int OrderAgainst(ChartVersion other)
    {
        var order = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (order != 0 || Prerelease == other.Prerelease) return order;
        if (Prerelease.Length == 0) return 1;
        if (other.Prerelease.Length == 0) return -1;
        return ComparePrereleases(Prerelease.Split('.'), other.Prerelease.Split('.'));
    }

    private static int ComparePrereleases(string[] own, string[] others)
    {
        for (var i = 0; i < Math.Min(own.Length, others.Length); i++)
        {
            var isNumber = Number(own[i], out var number);
            var isOtherNumber = Number(others[i], out var otherNumber);
            var order = (isNumber, isOtherNumber) switch
            {
                (true, true) => number.CompareTo(otherNumber),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(own[i], others[i]),
            };
            if (order != 0) return order;
        }

        return own.Length.CompareTo(others.Length);
    }

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
