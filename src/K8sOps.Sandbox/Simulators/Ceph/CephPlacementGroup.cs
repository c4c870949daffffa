namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>A placement group: where its data should be, and where it is.</summary>
internal sealed class CephPlacementGroup(CephPool pool, int number)
{
    public CephPool Pool { get; } = pool;

    public int Number { get; } = number;

    public string Id { get; } = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{pool.Id}.{number:x}");

    public long Objects => (Pool.Objects / Pool.PlacementGroups) + (Number < Pool.Objects % Pool.PlacementGroups ? 1 : 0);

    public long Bytes => Pool.StoredBytes / Pool.PlacementGroups;

    /// <summary>The OSDs that CRUSH chooses and that are up, the primary first.</summary>
    public IReadOnlyList<int> Up { get; set; } = [];

    /// <summary>The OSDs that serve it now.</summary>
    public IReadOnlyList<int> Acting { get; set; } = [];

    /// <summary>Who has data of it, and how many objects each still lacks.</summary>
    public SortedDictionary<int, double> Holders { get; } = [];

    /// <summary>Those that must be given all of it before they can serve.</summary>
    public SortedSet<int> Backfills { get; } = [];

    public string State { get; set; } = "active+clean";

    /// <summary>When it got into its state.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>Since when it has not been clean, undersized, or inactive; null when it is not.</summary>
    public DateTimeOffset? UndersizedSince { get; set; }

    public DateTimeOffset? InactiveSince { get; set; }

    public DateTimeOffset LastClean { get; set; }

    public DateTimeOffset LastScrub { get; set; }

    public DateTimeOffset LastDeepScrub { get; set; }

    /// <summary>Errors that a deep scrub found; a repair takes them away.</summary>
    public int ScrubErrors { get; set; }

    /// <summary>The OSD whose copy they are in.</summary>
    public int DamagedOsd { get; set; }

    /// <summary>Until when a scrub or a repair goes on.</summary>
    public DateTimeOffset? ScrubEnd { get; set; }

    public bool IsRepair { get; set; }

    public long MappingEpoch { get; set; } = 1;

    public bool IsActive => State.Contains("active", StringComparison.Ordinal);

    public bool IsClean => State.Contains("clean", StringComparison.Ordinal);

    public int Primary => Acting.Count > 0 ? Acting[0] : -1;

    /// <summary>Copies that are missing of those that there should be, object by object.</summary>
    public long Degraded { get; set; }

    /// <summary>Copies that are not where they should be.</summary>
    public long Misplaced { get; set; }
}
