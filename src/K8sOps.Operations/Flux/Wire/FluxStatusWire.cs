namespace K8sOps.Flux.Wire;

/// <summary>The status of apps and sources, all kinds together.</summary>
internal sealed class FluxStatusWire
{
    public long? ObservedGeneration { get; set; }

    public FluxConditionWire[]? Conditions { get; set; }

    public string? LastAppliedRevision { get; set; }

    public string? LastAppliedOriginRevision { get; set; }

    public string? LastAttemptedRevision { get; set; }

    /// <summary>Of a HelmRelease with a chart from an OCIRepository: the digest that was tried last.</summary>
    public string? LastAttemptedRevisionDigest { get; set; }

    public string? LastHandledReconcileAt { get; set; }

    public long? Failures { get; set; }

    public FluxHistoryWire[]? History { get; set; }

    public FluxArtifactWire? Artifact { get; set; }

    public string? HelmChart { get; set; }
}

internal sealed class FluxConditionWire
{
    public string Type { get; set; } = "";

    public string Status { get; set; } = "";

    public string? Reason { get; set; }

    public string? Message { get; set; }

    public long? ObservedGeneration { get; set; }

    public DateTimeOffset? LastTransitionTime { get; set; }
}

internal sealed class FluxArtifactWire
{
    public string? Revision { get; set; }

    public string? Url { get; set; }

    public string? Digest { get; set; }

    public long? Size { get; set; }

    public DateTimeOffset? LastUpdateTime { get; set; }
}

/// <summary>An entry of a Kustomization's history, or of a HelmRelease's.</summary>
internal sealed class FluxHistoryWire
{
    public DateTimeOffset? FirstReconciled { get; set; }

    public DateTimeOffset? LastReconciled { get; set; }

    public string? LastReconciledStatus { get; set; }

    public long? TotalReconciliations { get; set; }

    public Dictionary<string, string>? Metadata { get; set; }

    public string? Digest { get; set; }

    public long? Version { get; set; }

    public string? Status { get; set; }

    public string? ChartVersion { get; set; }

    public string? AppVersion { get; set; }

    public DateTimeOffset? FirstDeployed { get; set; }

    public DateTimeOffset? LastDeployed { get; set; }
}
