namespace K8sOps;

/// <summary>A run of a runbook, as its journal tells it. Times are by the cluster's clock.</summary>
public sealed record RunbookRun
{
    /// <summary>The run's id, which is its folder's name.</summary>
    public required string Run { get; init; }

    /// <summary>The runbook; null for several, and for steps composed by hand.</summary>
    public string? Runbook { get; init; }

    /// <summary>All runbooks that its steps are of.</summary>
    public IReadOnlyList<string> Runbooks { get; init; } = [];

    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The uid of the cluster's <c>kube-system</c> namespace, or null.</summary>
    public string? ClusterUid { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended or was stopped; null when it was not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From its beginning to its last event, interruptions included.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Its state.</summary>
    public required RunbookRunState State { get; init; }

    /// <summary>Who, as the cluster sees it; null when it would not say.</summary>
    public string? Actor { get; init; }

    /// <summary>The machine it ran on.</summary>
    public required string Host { get; init; }

    /// <summary>How many steps it has.</summary>
    public required int Steps { get; init; }

    /// <summary>How many are verified.</summary>
    public required int Verified { get; init; }

    /// <summary>How many failed, in their action, their verification, or in being taken back.</summary>
    public required int Failed { get; init; }

    /// <summary>How many nobody can tell of.</summary>
    public required int Unknown { get; init; }

    /// <summary>How many changes were made.</summary>
    public required int Changes { get; init; }

    /// <summary>What can still be taken back, in the order in which it was registered.</summary>
    public IReadOnlyList<string> PendingRollbacks { get; init; } = [];

    /// <summary>What the journal leaves open, a line each; a resume looks at these first.</summary>
    public IReadOnlyList<string> Unclear { get; init; } = [];

    /// <summary>When it began by the machine's own clock, which a sandbox's is not.</summary>
    public required DateTimeOffset HostTime { get; init; }

    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The hash of the journal's last line. Kept elsewhere, it proves that nothing was taken from the end.</summary>
    public required string Head { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Run;
}
