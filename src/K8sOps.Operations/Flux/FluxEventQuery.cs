namespace K8sOps;

/// <summary>Which events of Flux. What is not set does not restrict.</summary>
public sealed record FluxEventQuery
{
    /// <summary>The apps and sources, literal or with wildcards; none for all objects of Flux.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Their kinds: apps and sources also in their short forms, others by name (<c>Alert</c>, <c>ImagePolicy</c>); none for all.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Their namespaces, literal or with wildcards; none for all of them.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Only events last seen at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Told of each literal name that is not there. Without it the first of them is thrown.</summary>
    public Action<OperationException>? OnMissing { get; init; }
}
