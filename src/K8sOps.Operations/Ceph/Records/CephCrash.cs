namespace K8sOps;

/// <summary>A report of a daemon that crashed.</summary>
public sealed record CephCrash
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>CephCrash</c>.</summary>
    public string Kind { get; init; } = "CephCrash";

    /// <summary>The namespace of the CephCluster.</summary>
    public required string Namespace { get; init; }

    /// <summary>The report's id.</summary>
    public required string CrashId { get; init; }

    /// <summary>The daemon, such as <c>osd.3</c>.</summary>
    public string? Daemon { get; init; }

    /// <summary>When it crashed.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The version of Ceph that it ran.</summary>
    public string? Version { get; init; }

    /// <summary>True once somebody has seen it: it then no longer warns.</summary>
    public bool Archived { get; init; }

    /// <summary>The host that the daemon gave.</summary>
    public string? Node { get; init; }

    /// <summary>The assertion or exception, where the report has one.</summary>
    public string? Reason { get; init; }

    /// <summary>Where it crashed, innermost first.</summary>
    public IReadOnlyList<string> Backtrace { get; init; } = [];

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
