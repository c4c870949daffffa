namespace K8sOps.Kubernetes;

/// <summary>An entry of <c>metadata.ownerReferences</c> (meta/v1 OwnerReference).</summary>
public sealed record OwnerReference
{
    /// <summary><c>apiVersion</c> of the owner.</summary>
    public string? ApiVersion { get; init; }

    /// <summary><c>kind</c> of the owner.</summary>
    public string? Kind { get; init; }

    /// <summary><c>name</c> of the owner, in the same namespace or in none.</summary>
    public string? Name { get; init; }

    /// <summary><c>uid</c> of the owner.</summary>
    public string? Uid { get; init; }

    /// <summary><c>controller</c>: true for the one owner that manages the object.</summary>
    public bool? Controller { get; init; }
}
