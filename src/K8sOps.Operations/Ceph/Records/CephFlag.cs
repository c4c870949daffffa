namespace K8sOps;

/// <summary>A flag that is set: something that Ceph was told not to do.</summary>
public sealed record CephFlag
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>CephFlag</c>.</summary>
    public string Kind { get; init; } = "CephFlag";

    /// <summary>The namespace of the CephCluster.</summary>
    public required string Namespace { get; init; }

    /// <summary>The flag, such as <c>noout</c>.</summary>
    public required string Flag { get; init; }

    /// <summary><c>cluster</c>, or what it is set on: <c>osd.3</c>, a host, a device class.</summary>
    public required string Scope { get; init; }

    /// <summary>Since when, as <c>Set-CephFlag</c> noted it; null where it did not.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Who set it, as <c>Set-CephFlag</c> noted it; null for somebody who is not known.</summary>
    public string? By { get; init; }

    /// <summary>Why, as <c>Set-CephFlag</c> noted it, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The run of a runbook that set it, or null.</summary>
    public string? Run { get; init; }

    /// <summary>True where <see cref="By"/> and <see cref="Run"/> are who reads it: the run that is under way, or where none is, the same user by hand.</summary>
    public bool Own { get; init; }

    /// <summary>What it does, and the health code that it brings.</summary>
    public string? Expected { get; init; }

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
