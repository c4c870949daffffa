namespace K8sOps.Kubernetes;

/// <summary>An object of any kind of which only the metadata is read (meta/v1 PartialObjectMetadata).</summary>
public sealed record PartialObject
{
    /// <summary><c>apiVersion</c>.</summary>
    public string? ApiVersion { get; init; }

    /// <summary><c>kind</c>.</summary>
    public string? Kind { get; init; }

    /// <summary><c>metadata</c>.</summary>
    public ObjectMeta Metadata { get; init; } = new();
}
