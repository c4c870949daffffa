namespace K8sOps.Kubernetes;

/// <summary><c>metadata</c> of a list (meta/v1 ListMeta).</summary>
public sealed record ListMeta
{
    /// <summary><c>resourceVersion</c>: the state that the list shows, and where a watch goes on.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary><c>continue</c>: the token for the next page; null or empty on the last.</summary>
    public string? Continue { get; init; }

    /// <summary><c>remainingItemCount</c>; null when the server does not know.</summary>
    public long? RemainingItemCount { get; init; }
}
