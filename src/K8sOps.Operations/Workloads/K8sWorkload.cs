namespace K8sOps;

/// <summary>A workload: a Deployment, StatefulSet, DaemonSet, CronJob or Job. Times are UTC; numbers that the kind does not have are null.</summary>
public sealed record K8sWorkload
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>Its own kind, such as <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary><c>Available</c>, <c>Progressing</c>, <c>Paused</c>, <c>Failed</c>, <c>Unavailable</c>; of a job <c>Running</c>, <c>Complete</c>, <c>Failed</c>, <c>Suspended</c>; of a cron job <c>Scheduled</c>, <c>Suspended</c>, <c>Failed</c>.</summary>
    public string Status { get; init; } = "Unknown";

    /// <summary>
    /// True only when it was seen to be so: every pod that is wanted is available, of the latest generation, and no roll-out is stuck. A
    /// job is healthy until it fails; a cron job until its last run did.
    /// </summary>
    public bool Healthy { get; init; }

    /// <summary>What is wrong, as one word (<c>Unavailable</c>, <c>ProgressDeadlineExceeded</c>, <c>ReplicaFailure</c>, <c>BackoffLimitExceeded</c>); null when nothing is.</summary>
    public string? Reason { get; init; }

    /// <summary>The state of its roll-out or its runs, as a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>Pods that are wanted; of a job its completions.</summary>
    public int? Desired { get; init; }

    /// <summary>Pods that are ready; of a job those that succeeded.</summary>
    public int? Ready { get; init; }

    /// <summary>Pods of the latest template.</summary>
    public int? Updated { get; init; }

    /// <summary>Pods that have been ready for <c>minReadySeconds</c>.</summary>
    public int? Available { get; init; }

    /// <summary>Pods of a job, or jobs of a cron job, that run now.</summary>
    public int? Active { get; init; }

    /// <summary>True for a paused Deployment, a suspended Job or CronJob.</summary>
    public bool Paused { get; init; }

    /// <summary>The images by container, <c>app=ghcr.io/example/app:1.2</c>, init containers last.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Who owns it: <c>Kustomization flux-system/web</c>, <c>HelmRelease apps/web</c>, <c>Helm release web</c>, the controlling owner such as <c>CronJob backup</c>; null when nobody is known.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>How pods are replaced: <c>RollingUpdate</c>, <c>Recreate</c>, <c>OnDelete</c>; null for jobs.</summary>
    public string? Strategy { get; init; }

    /// <summary>The revision of a Deployment's roll-out; null for others. Not called <c>Revision</c>, or undoing a workload that was read would go to where it was.</summary>
    public long? CurrentRevision { get; init; }

    /// <summary>A cron job's schedule.</summary>
    public string? Schedule { get; init; }

    /// <summary>When a cron job last started a job.</summary>
    public DateTimeOffset? LastScheduledAt { get; init; }

    /// <summary>When a cron job's job last succeeded, or a job ended.</summary>
    public DateTimeOffset? LastCompletedAt { get; init; }

    /// <summary>The conditions, as <c>Available=True</c>.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>The selector of its pods, as <c>kubectl -l</c> takes it; null for cron jobs.</summary>
    public string? PodSelector { get; init; }

    /// <summary><c>metadata.uid</c>.</summary>
    public string? Uid { get; init; }

    /// <summary><c>metadata.creationTimestamp</c>.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was read, by the cluster's clock. Ages are counted from here.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
