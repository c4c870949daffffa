namespace K8sOps;

/// <summary>Which trees. What is not set does not restrict.</summary>
public sealed record FluxTreeQuery
{
    /// <summary><c>Kustomization</c>, <c>HelmRelease</c> or their short forms; none for both.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>The apps to begin at, literal or with wildcards; none for those that no other app applies.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Their namespaces, literal or with wildcards; none for all of them.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>How many levels below the root to go; null for all.</summary>
    public int? Depth { get; init; }

    /// <summary>Whether the live state of each object is read.</summary>
    public bool WithStatus { get; init; } = true;

    /// <summary>Told of each literal name that is not there, and of each app whose inventory cannot be read. Without it the first of them is thrown.</summary>
    public Action<OperationException>? OnError { get; init; }
}
