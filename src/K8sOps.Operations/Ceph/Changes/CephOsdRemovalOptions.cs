namespace K8sOps.Ceph;

/// <summary>How an OSD is removed.</summary>
public sealed record CephOsdRemovalOptions
{
    /// <summary>The defaults: nothing is lost.</summary>
    public static readonly CephOsdRemovalOptions Default = new();

    /// <summary>How long to wait until Ceph says that the OSD may be destroyed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(4);

    /// <summary>True to remove it though its data may be lost. Counts only together with <see cref="ConfirmId"/>.</summary>
    public bool Force { get; init; }

    /// <summary>The number of the OSD, said a second time by whoever forces.</summary>
    public int? ConfirmId { get; init; }

    /// <summary>True to leave the claim under the OSD, no longer Rook's.</summary>
    public bool KeepClaim { get; init; }
}
