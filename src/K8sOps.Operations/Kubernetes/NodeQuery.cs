namespace K8sOps;

/// <summary>Which nodes. What is not set does not restrict.</summary>
public sealed record NodeQuery
{
    /// <summary>Every node.</summary>
    public static readonly NodeQuery All = new();

    /// <summary>Names, literal or with wildcards; none for all. A literal one that is not found is an error.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>A label selector as kubectl's <c>-l</c>; the server applies it.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Told of each literal name that is not there, after what was found. Without it the first of them is thrown.</summary>
    public Action<OperationException>? OnMissing { get; init; }
}
