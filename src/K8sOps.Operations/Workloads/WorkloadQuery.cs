namespace K8sOps;

/// <summary>Which workloads. What is not set does not restrict.</summary>
public sealed record WorkloadQuery
{
    /// <summary>Kinds, as kubectl takes them; none for Deployments, StatefulSets and DaemonSets.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Names, literal or with wildcards.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Namespaces, literal or with wildcards; none for all of them.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>A label selector as <c>kubectl -l</c> takes it.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Takes the error for a literal name that is not there, so that the others go on; null to throw it.</summary>
    public Action<OperationException>? OnMissing { get; init; }
}
