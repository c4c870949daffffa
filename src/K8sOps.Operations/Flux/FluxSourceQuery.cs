namespace K8sOps;

/// <summary>Which sources. What is not set does not restrict.</summary>
public sealed record FluxSourceQuery
{
    /// <summary><c>GitRepository</c>, <c>OCIRepository</c>, <c>HelmRepository</c>, <c>HelmChart</c>, <c>Bucket</c> or their short forms; none for all.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Names, literal or with wildcards; none for all. A literal one that is of no kind is an error.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Namespaces, literal or with wildcards; none for all of them.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>A label selector as <c>kubectl -l</c> takes it; the server applies it.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Told of each literal name or namespace that is not there, after what was found. Without it the first of them is thrown.</summary>
    public Action<OperationException>? OnMissing { get; init; }
}
