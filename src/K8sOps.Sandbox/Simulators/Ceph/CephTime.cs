using System.Globalization;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>Times and spans as Ceph writes them.</summary>
internal static class CephTime
{
    /// <summary>2026-11-21T03:52:19.117666+0000.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+0000'", CultureInfo.InvariantCulture);

    /// <summary>2026-11-21T03:52:19.117666Z.</summary>
    public static string Zulu(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>63s, 3m, 5h, 4d, 3w: the largest unit of which there are at least two.</summary>
    public static string Span(TimeSpan time)
    {
        var seconds = (long)time.TotalSeconds;
        return seconds < 120 ? Say(seconds, "s") : seconds < 7200 ? Say(seconds / 60, "m") : seconds < 172_800 ? Say(seconds / 3600, "h") : seconds < 1_209_600 ? Say(seconds / 86_400, "d") : Say(seconds / 604_800, "w");
    }

    private static string Say(long number, string unit) => number.ToString(CultureInfo.InvariantCulture) + unit;
}
