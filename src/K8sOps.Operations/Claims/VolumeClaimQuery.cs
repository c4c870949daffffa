namespace K8sOps;

/// <summary>Which claims. What is not set does not restrict.</summary>
public sealed record VolumeClaimQuery
{
    /// <summary>Names, literal or with wildcards.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Namespaces, literal or with wildcards; none for all of them.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>A label selector as kubectl's <c>-l</c>; the server applies it.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Told of each literal name or namespace that is not there. Without it the first of them is thrown.</summary>
    public Action<OperationException>? OnMissing { get; init; }
}
