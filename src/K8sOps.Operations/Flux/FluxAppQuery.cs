namespace K8sOps;

/// <summary>Which apps. What is not set does not restrict.</summary>
public sealed record FluxAppQuery
{
    /// <summary><c>Kustomization</c>, <c>HelmRelease</c> or their short forms; none for both.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Names, literal or with wildcards; none for all. A literal one that is of neither kind is an error.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Namespaces, literal or with wildcards; none for all of them.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>A label selector as <c>kubectl -l</c> takes it; the server applies it.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Told of each literal name or namespace that is not there, after what was found. Without it the first of them is thrown.</summary>
    public Action<OperationException>? OnMissing { get; init; }
}
