namespace K8sOps;

/// <summary>A source of Flux: a GitRepository, OCIRepository, HelmRepository, HelmChart, Bucket or ExternalArtifact. Times are UTC.</summary>
public sealed record FluxSource
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The kind, such as <c>GitRepository</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>True only when condition <c>Ready</c> was seen to be <c>True</c> for the generation that the source has now; or for one that Flux does nothing about (see <see cref="IsStatic"/>).</summary>
    public bool Ready { get; init; }

    /// <summary>What its conditions come to.</summary>
    public FluxState Status { get; init; }

    /// <summary>The reason of the condition that decides, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The controller's own words, or null.</summary>
    public string? Message { get; init; }

    /// <summary>Since when condition <c>Ready</c> is not <c>True</c>; null while it is.</summary>
    public DateTimeOffset? NotReadySince { get; init; }

    /// <summary>The revision of the artifact that is in storage: <c>main@sha1:…</c>, <c>6.9.3@sha256:…</c>, a chart's version; null for none.</summary>
    public string? Revision { get; init; }

    /// <summary>Where it is fetched from, without any user or password in it.</summary>
    public string? Url { get; init; }

    /// <summary>What is asked for there: <c>branch main</c>, <c>tag v1</c>, <c>semver 6.x</c>, <c>commit …</c>; of a HelmChart the chart and its version.</summary>
    public string? Reference { get; init; }

    /// <summary>True for a HelmRepository of type <c>oci</c>: Flux neither fetches nor judges it, the charts that use it do.</summary>
    public bool IsStatic { get; init; }

    /// <summary>True when <c>spec.suspend</c> is set.</summary>
    public bool Suspended { get; init; }

    /// <summary>Who suspended it, as for <see cref="FluxApp.SuspendedBy"/>.</summary>
    public string? SuspendedBy { get; init; }

    /// <summary>Why it is suspended, as <c>Suspend-FluxApp -WithSource</c> noted it, or null.</summary>
    public string? SuspendedReason { get; init; }

    /// <summary>Since when it is suspended, as far as it is known, or null.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>The app that applies this source, from its labels, or null.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>How often it is fetched.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>When the artifact was last made anew (<c>status.artifact.lastUpdateTime</c>): a fetch that found nothing new does not count; null for none.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The size of the artifact in bytes; null where it is not told.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>The digest of the artifact, such as <c>sha256:…</c>, or null.</summary>
    public string? Digest { get; init; }

    /// <summary>The token that its controller handled last (<c>status.lastHandledReconcileAt</c>), or null.</summary>
    public string? HandledToken { get; init; }

    /// <summary>The object's uid.</summary>
    public string? Uid { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
