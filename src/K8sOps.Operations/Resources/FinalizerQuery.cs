namespace K8sOps;

/// <summary>Which finalizer, and of which objects. What is not set does not restrict.</summary>
public sealed record FinalizerQuery
{
    /// <summary>The finalizer in full, such as <c>example.org/drop-database</c>.</summary>
    public required string Finalizer { get; init; }

    /// <summary>The kind as kubectl takes it; null for every kind that lives in a namespace.</summary>
    public string? Kind { get; init; }

    /// <summary>The <c>apiVersion</c>, where the kind alone could be several.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Names, literal or with wildcards.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The namespace, by its full name.</summary>
    public string? Namespace { get; init; }

    /// <summary>The uid, where it must be that very object.</summary>
    public string? Uid { get; init; }

    /// <summary>True to take with what is not being deleted, and Kubernetes' own finalizers.</summary>
    public bool Force { get; init; }

    /// <summary>Takes the error for one object or one kind, so that the others go on.</summary>
    public required Action<OperationException> OnError { get; init; }
}
