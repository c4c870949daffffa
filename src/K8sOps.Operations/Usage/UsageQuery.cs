namespace K8sOps;

/// <summary>Whose use. What is not set does not restrict.</summary>
public sealed record UsageQuery
{
    /// <summary>Names of pods or nodes, literal or with wildcards.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Namespaces, literal or with wildcards; none for all of them. Of no meaning for nodes.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>A label selector as kubectl's <c>-l</c>; the server applies it to the pods or nodes.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>One record for each container instead of one for each pod.</summary>
    public bool PerContainer { get; init; }

    /// <summary>Told of each literal name or namespace that is not there. Without it the first of them is thrown.</summary>
    public Action<OperationException>? OnMissing { get; init; }
}
