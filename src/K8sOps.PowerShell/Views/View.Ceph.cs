using System.Globalization;

namespace K8sOps;

/// <content>The cells of Ceph.</content>
public static partial class View
{
    /// <summary>Ceph's verdict on itself, in its own word; what is not known is not shown as the word that was written down before.</summary>
    public static string CephHealth(CephHealth health) => health switch
    {
        K8sOps.CephHealth.Ok => $"{Green}OK{Reset}",
        K8sOps.CephHealth.Warn => $"{Yellow}WARN{Reset}",
        K8sOps.CephHealth.Error => $"{Red}ERR{Reset}",
        _ => $"{Yellow}UNKNOWN{Reset}",
    };

    /// <summary>An OSD's state: green only where it runs and holds data.</summary>
    public static string OsdState(CephOsdState state) => state switch
    {
        CephOsdState.UpIn => $"{Green}{state}{Reset}",
        CephOsdState.DownIn or CephOsdState.DownOut => $"{Red}{state}{Reset}",
        _ => $"{Yellow}{state}{Reset}",
    };

    /// <summary>A placement group's states, in colour where something is amiss.</summary>
    public static string GroupState(string? state, bool isClean) => isClean ? state ?? "" : $"{Yellow}{state}{Reset}";

    /// <summary><c>3/3</c>, or nothing where one is not known.</summary>
    public static string Of(int? some, int? all) => some is { } s && all is { } a ? s < a ? $"{Red}{Fraction(s, a)}{Reset}" : Fraction(s, a) : "";

    /// <summary>OSDs that are up and in, of all: <c>3/4 of 4</c>.</summary>
    public static string CephOsds(int? up, int? isIn, int? all) => all is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{(up < all ? Red : "")}{up}/{isIn} of {all}{(up < all ? Reset : "")}");

    /// <summary>How many of what, the most first: <c>15 active+clean, 2 active+undersized</c>.</summary>
    public static string Counts(IEnumerable<KeyValuePair<string, int>>? counts) => counts is null ? "" : string.Join(", ", counts.OrderByDescending(c => c.Value).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} {c.Key}")));

    /// <summary>A part of a whole in percent; nothing where one is not known.</summary>
    public static string Share(long? part, long? whole) => part is { } p && whole is { } w and > 0 ? Percent(100.0 * p / w) : "";

    /// <summary>Bytes in a second.</summary>
    public static string Rate(long? bytes) => bytes is null ? "" : Bytes(bytes) + "/s";

    /// <summary>A pool's limit, of bytes, of objects, or of both.</summary>
    public static string Quota(long? bytes, long? objects) => string.Join(", ", new[] { bytes is null ? "" : Bytes(bytes), objects is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{objects} obj") }.Where(t => t.Length > 0));
}
