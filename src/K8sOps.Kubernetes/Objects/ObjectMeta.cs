namespace K8sOps.Kubernetes;

/// <summary><c>metadata</c> of an object, as much of it as commands read (meta/v1 ObjectMeta).</summary>
public sealed record ObjectMeta
{
    /// <summary><c>name</c>.</summary>
    public string? Name { get; init; }

    /// <summary><c>generateName</c>.</summary>
    public string? GenerateName { get; init; }

    /// <summary><c>namespace</c>; null for what lives in none.</summary>
    public string? Namespace { get; init; }

    /// <summary><c>uid</c>.</summary>
    public string? Uid { get; init; }

    /// <summary><c>resourceVersion</c>: opaque, and only to be compared for equality.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary><c>generation</c>; 0 for kinds that do not count it.</summary>
    public long Generation { get; init; }

    /// <summary><c>creationTimestamp</c>.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary><c>deletionTimestamp</c>: when set, the object is being deleted.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary><c>labels</c>; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary><c>annotations</c>; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary><c>finalizers</c>; null for none.</summary>
    public IReadOnlyList<string>? Finalizers { get; init; }

    /// <summary><c>ownerReferences</c>; null for none.</summary>
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }
}
