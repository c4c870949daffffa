namespace K8sOps;

/// <summary>An entry of an app's history: what was deployed, when, and how it went.</summary>
public sealed record FluxDeployment
{
    /// <summary>A Kustomization's revision, a HelmRelease's chart version.</summary>
    public required string Revision { get; init; }

    /// <summary>How it went, in the controller's words: <c>ReconciliationSucceeded</c>, <c>HealthCheckFailed</c>; <c>deployed</c>, <c>superseded</c>, <c>failed</c>.</summary>
    public string? Status { get; init; }

    /// <summary>When it was deployed first.</summary>
    public DateTimeOffset? FirstAt { get; init; }

    /// <summary>When it was deployed, or reconciled, last.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>How often it was reconciled; null for a HelmRelease.</summary>
    public long? Count { get; init; }

    /// <summary>The number of the Helm release; null for a Kustomization.</summary>
    public long? Release { get; init; }

    /// <summary>The version of the application in the chart; null for a Kustomization, or where the chart names none.</summary>
    public string? AppVersion { get; init; }

    /// <summary><c>v12 6.9.3 deployed</c>, or <c>main@sha1:6e7be1a2 ReconciliationSucceeded</c>.</summary>
    public override string ToString() => $"{(Release is { } number ? $"v{number} " : "")}{Revision} {Status}".TrimEnd();
}
