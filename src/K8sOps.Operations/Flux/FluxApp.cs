namespace K8sOps;

/// <summary>A Kustomization or a HelmRelease of Flux. Times are UTC.</summary>
public sealed record FluxApp
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>Kustomization</c> or <c>HelmRelease</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace of the app's object, which need not be that of what it applies.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// True only when condition <c>Ready</c> was seen to be <c>True</c> for the generation that the app has now. A suspended app keeps
    /// what was last seen: look at <see cref="Suspended"/> too.
    /// </summary>
    public bool Ready { get; init; }

    /// <summary>What its conditions come to.</summary>
    public FluxState Status { get; init; }

    /// <summary>The reason of the condition that decides (<c>HealthCheckFailed</c>, <c>DependencyNotReady</c>, <c>RetriesExceeded</c>), or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The controller's own words, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Since when condition <c>Ready</c> is not <c>True</c>; null while it is, or when nothing tells it.</summary>
    public DateTimeOffset? NotReadySince { get; init; }

    /// <summary>What is applied: a Kustomization's <c>lastAppliedRevision</c>, a HelmRelease's chart version of its newest release; null for nothing yet.</summary>
    public string? Revision { get; init; }

    /// <summary>What was tried last (<c>lastAttemptedRevision</c>), or null.</summary>
    public string? AttemptedRevision { get; init; }

    /// <summary>The commit that the applied revision was built from, where the source says another one (<c>lastAppliedOriginRevision</c>), or null.</summary>
    public string? OriginRevision { get; init; }

    /// <summary>The kind of its source: <c>GitRepository</c>, <c>OCIRepository</c>, <c>Bucket</c>, <c>HelmRepository</c>, <c>HelmChart</c>, or another.</summary>
    public string? SourceKind { get; init; }

    /// <summary>The namespace of its source; null only where it has none.</summary>
    public string? SourceNamespace { get; init; }

    /// <summary>The name of its source.</summary>
    public string? SourceName { get; init; }

    /// <summary>The folder of the source that a Kustomization builds (<c>spec.path</c>), or null.</summary>
    public string? Path { get; init; }

    /// <summary>The chart that a HelmRelease installs, as its spec names it; null where a <c>chartRef</c> names its source alone.</summary>
    public string? Chart { get; init; }

    /// <summary>The version, or range of versions, that a HelmRelease asks for, or null.</summary>
    public string? ChartVersion { get; init; }

    /// <summary>True when <c>spec.suspend</c> is set.</summary>
    public bool Suspended { get; init; }

    /// <summary>Who suspended it: the account that <c>Suspend-FluxApp</c> noted, else the field manager that owns <c>spec.suspend</c> (only where the app was read alone); null when it is not suspended or nobody is known.</summary>
    public string? SuspendedBy { get; init; }

    /// <summary>Why it is suspended, as <c>Suspend-FluxApp</c> noted it, or null.</summary>
    public string? SuspendedReason { get; init; }

    /// <summary>Since when it is suspended, as far as it is known, or null.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>The run (of a runbook) that suspended it, or null.</summary>
    public string? SuspendedRun { get; init; }

    /// <summary>The apps that it waits for, as <c>namespace/name</c>, of its own kind.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>The app that applies this one (<c>Kustomization flux-system/cluster-apps</c>), from its labels, or null.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>How often it is reconciled.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>When it was last reconciled, where its status tells (a Kustomization's history does), or null.</summary>
    public DateTimeOffset? LastReconciledAt { get; init; }

    /// <summary>When its controller will next look at it by itself, counted from <see cref="LastReconciledAt"/>; null while it is suspended, or when nothing tells it.</summary>
    public DateTimeOffset? NextReconcileAt { get; init; }

    /// <summary>Whether the cluster was seen to differ from what was applied: condition <c>Drifted</c> of a HelmRelease with drift detection; null where nobody looks (see <c>Compare-FluxApp</c>).</summary>
    public bool? Drifted { get; init; }

    /// <summary>How often a HelmRelease has failed since its last success (<c>status.failures</c>); null for a Kustomization.</summary>
    public long? Failures { get; init; }

    /// <summary>What was deployed before, newest first, at most five.</summary>
    public IReadOnlyList<FluxDeployment> History { get; init; } = [];

    /// <summary>True when it applies to another cluster (<c>spec.kubeConfig</c>): what it has made is not to be found here.</summary>
    public bool IsRemote { get; init; }

    /// <summary>The namespace that it installs into (<c>spec.targetNamespace</c>), or null for its own.</summary>
    public string? TargetNamespace { get; init; }

    /// <summary>The token that its controller handled last (<c>status.lastHandledReconcileAt</c>), or null.</summary>
    public string? HandledToken { get; init; }

    /// <summary>The object's uid.</summary>
    public string? Uid { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
