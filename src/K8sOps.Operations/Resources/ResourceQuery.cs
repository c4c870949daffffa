namespace K8sOps;

/// <summary>Which objects. What is not set does not restrict.</summary>
public sealed record ResourceQuery
{
    /// <summary>The kind as kubectl takes it: <c>deploy</c>, <c>deployments.apps</c>, <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The <c>apiVersion</c>, where the kind alone could be several.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Names, literal or with wildcards.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Namespaces, literal or with wildcards; none for all of them. Kinds that live in none ignore it.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>A label selector as <c>kubectl -l</c> takes it.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector as <c>kubectl --field-selector</c> takes it.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>True to read what Secrets hold.</summary>
    public bool WithSecretData { get; init; }

    /// <summary>Takes the error for a literal name that is not there, so that the others go on; null to throw it.</summary>
    public Action<OperationException>? OnMissing { get; init; }
}
