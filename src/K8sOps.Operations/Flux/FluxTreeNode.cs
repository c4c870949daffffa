namespace K8sOps;

/// <summary>An object in the tree of what Flux's apps have applied, with its live state. Times are UTC.</summary>
public sealed record FluxTreeNode
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>How far below the tree's root it stands; the root is 0.</summary>
    public required int Depth { get; init; }

    /// <summary>The app at the root of this tree, such as <c>Kustomization flux-system/flux-system</c>.</summary>
    public required string App { get; init; }

    /// <summary>The app that has applied it; null at the root.</summary>
    public string? Parent { get; init; }

    /// <summary>All that stands above it and itself, from the root on: <c>Kustomization flux-system/apps > Deployment media/sonarr</c>.</summary>
    public required string Path { get; init; }

    /// <summary><c>apiVersion</c> as it was applied; empty where the inventory tells no version.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace; null for what lives in none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// True only when the object was seen, and is what it should be: its conditions, its roll-out or its phase say so, or it is of a
    /// kind that has none and is there.
    /// </summary>
    public bool Ready { get; init; }

    /// <summary>
    /// Its state: <c>Current</c> for what is there and has no state, <c>Missing</c> for what is not there, <c>Unknown</c> for what could
    /// not be read; an app's as <c>Get-FluxApp</c> tells it. Empty where it was not looked at.
    /// </summary>
    public string Status { get; init; } = "";

    /// <summary>What decides its state, in the words of its controller; or why it could not be read.</summary>
    public string? Message { get; init; }

    /// <summary>What an app has applied (revision or chart version); null for what is no app.</summary>
    public string? Revision { get; init; }

    /// <summary>Why the tree does not go on below this app, such as <c>it applies to another cluster</c>; null where it does, and for what is no app.</summary>
    public string? NotFollowed { get; init; }

    /// <summary>The lines that join it to what stands above, for a monospaced view.</summary>
    public string Branch { get; init; } = "";

    /// <summary>When it was read, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
