namespace K8sOps;

/// <summary>A monitor: one of the few that keep the cluster's maps by majority.</summary>
public sealed record CephMonitor
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>CephMonitor</c>.</summary>
    public string Kind { get; init; } = "CephMonitor";

    /// <summary>The namespace of the CephCluster.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name, such as <c>a</c>.</summary>
    public required string Monitor { get; init; }

    /// <summary>Its name among all daemons, such as <c>mon.a</c>.</summary>
    public required string Daemon { get; init; }

    /// <summary>Its rank in elections.</summary>
    public int Rank { get; init; }

    /// <summary>True only when it was seen in quorum.</summary>
    public bool InQuorum { get; init; }

    /// <summary>True for the one that leads.</summary>
    public bool Leader { get; init; }

    /// <summary>The node that its pod runs on, or null.</summary>
    public string? Node { get; init; }

    /// <summary>Its pod, or null.</summary>
    public string? Pod { get; init; }

    /// <summary>Where it listens.</summary>
    public string? Address { get; init; }

    /// <summary>How far its clock is from the leader's; null where it is not told.</summary>
    public TimeSpan? ClockSkew { get; init; }

    /// <summary>How long the leader waits for it; null where it is not told.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The verdict on its clock, such as <c>HEALTH_OK</c>, or null.</summary>
    public string? TimeHealth { get; init; }

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
