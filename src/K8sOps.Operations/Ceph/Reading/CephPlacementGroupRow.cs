namespace K8sOps.Ceph.Reading;

/// <summary>One placement group while it is being read.</summary>
internal sealed class CephPlacementGroupRow
{
    private static readonly HashSet<string> s_healthy = new(["active", "clean", "snaptrim", "snaptrim_wait", "scrubbing", "deep"], StringComparer.Ordinal);

    public string? Id { get; set; }

    public string State { get; set; } = "";

    public List<int> Up { get; } = [];

    public List<int> Acting { get; } = [];

    public List<int> BlockedBy { get; } = [];

    public int Primary { get; set; } = -1;

    public long Objects { get; set; }

    public long Bytes { get; set; }

    public long Degraded { get; set; }

    public long Misplaced { get; set; }

    public long Unfound { get; set; }

    public long ScrubErrors { get; set; }

    public DateTimeOffset? LastScrub { get; set; }

    public DateTimeOffset? LastDeepScrub { get; set; }

    public DateTimeOffset? LastActive { get; set; }

    /// <summary>Whether a state is one in which nothing is amiss: clean, and at most being compared or trimmed.</summary>
    public static bool IsHealthy(string state)
    {
        var parts = state.Split('+');
        return parts.Contains("active", StringComparer.Ordinal) && parts.Contains("clean", StringComparer.Ordinal) && Array.TrueForAll(parts, s_healthy.Contains);
    }

    public CephPlacementGroup ToRecord(IReadOnlyDictionary<int, string> pools, CephReadingContext at) => new()
    {
        Cluster = at.Cluster,
        Namespace = at.Namespace,
        PlacementGroup = Id ?? "",
        Pool = int.TryParse(Id.AsSpan(0, Math.Max(0, Id!.IndexOf('.', StringComparison.Ordinal))), System.Globalization.CultureInfo.InvariantCulture, out var pool) ? pools.GetValueOrDefault(pool) : null,
        State = State,
        IsClean = IsHealthy(State),
        Up = [.. Up],
        Acting = [.. Acting],
        Primary = Primary >= 0 ? Primary : null,
        Objects = Objects,
        Bytes = Bytes,
        DegradedObjects = Degraded,
        MisplacedObjects = Misplaced,
        UnfoundObjects = Unfound,
        ScrubErrors = ScrubErrors,
        LastScrub = LastScrub,
        LastDeepScrub = LastDeepScrub,
        LastActive = LastActive,
        BlockedBy = [.. BlockedBy],
        ObservedAt = at.Now,
    };
}
