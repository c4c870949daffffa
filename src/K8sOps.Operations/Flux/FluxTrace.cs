namespace K8sOps;

/// <summary>Where an object comes from: the app that applies it, the source and the revision. Times are UTC.</summary>
public sealed record FluxTrace
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>apiVersion</c> of the object.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The kind of the object that was traced.</summary>
    public required string Kind { get; init; }

    /// <summary>Its namespace; null for what lives in none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The owners that were climbed to reach what Flux applied, nearest first: <c>ReplicaSet media/sonarr-7d9</c>, <c>Deployment media/sonarr</c>. Empty where Flux applied the object itself.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>By what the app was told: <c>labels of Deployment media/sonarr</c>, or <c>inventory of Kustomization flux-system/sonarr</c>.</summary>
    public required string FoundBy { get; init; }

    /// <summary>The kind of the app: <c>Kustomization</c> or <c>HelmRelease</c>.</summary>
    public required string AppKind { get; init; }

    /// <summary>The namespace of the app's object.</summary>
    public required string AppNamespace { get; init; }

    /// <summary>The name of the app.</summary>
    public required string AppName { get; init; }

    /// <summary>True only when the app was seen to be ready.</summary>
    public bool AppReady { get; init; }

    /// <summary>Its state as <c>Get-FluxApp</c> tells it; <c>Missing</c> when it is not there; <c>Unknown</c> when it could not be read.</summary>
    public string AppStatus { get; init; } = "";

    /// <summary>Its controller's words; or why it could not be read.</summary>
    public string? AppMessage { get; init; }

    /// <summary>What it has applied: a revision, or a chart's version.</summary>
    public string? AppRevision { get; init; }

    /// <summary>The folder of the source that a Kustomization builds, or the chart of a HelmRelease.</summary>
    public string? AppPath { get; init; }

    /// <summary>The apps above, nearest first, up to the one that no other applies.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>The HelmChart between a HelmRelease and its repository, such as <c>HelmChart flux-system/media-sonarr</c>; null for a Kustomization, or where a chart comes from a registry.</summary>
    public string? HelmChart { get; init; }

    /// <summary>The kind of the source: <c>GitRepository</c>, <c>OCIRepository</c>, <c>HelmRepository</c>, <c>Bucket</c> or another.</summary>
    public string? SourceKind { get; init; }

    /// <summary>The namespace of the source.</summary>
    public string? SourceNamespace { get; init; }

    /// <summary>The name of the source.</summary>
    public string? SourceName { get; init; }

    /// <summary>True only when the source was seen to be ready.</summary>
    public bool SourceReady { get; init; }

    /// <summary>Its state as <c>Get-FluxSource</c> tells it; <c>Missing</c> or <c>Unknown</c> as for the app; empty where there is none.</summary>
    public string SourceStatus { get; init; } = "";

    /// <summary>Its controller's words; or why it could not be read.</summary>
    public string? SourceMessage { get; init; }

    /// <summary>Where it is fetched from.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>What of it is asked for, such as <c>branch main</c>.</summary>
    public string? SourceReference { get; init; }

    /// <summary>The revision that was fetched last.</summary>
    public string? SourceRevision { get; init; }

    /// <summary>The commit that an OCI artifact was made from, as it says itself; else null.</summary>
    public string? OriginRevision { get; init; }

    /// <summary>The repository that an OCI artifact was made from, as it says itself; else null.</summary>
    public string? OriginUrl { get; init; }

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
