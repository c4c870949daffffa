namespace K8sOps;

/// <summary>Which events. What is not set does not restrict.</summary>
public sealed record EventQuery
{
    /// <summary>Namespaces, literal or with wildcards; none for all of them. Events of nodes are in <c>default</c>.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>Names of the objects that they tell of, literal or with wildcards. One literal name is selected by the server.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The kind of the object that they tell of, in any case, such as <c>Pod</c>.</summary>
    public string? Kind { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>; the server selects.</summary>
    public string? Type { get; init; }

    /// <summary>The reason, literal or with wildcards, such as <c>Failed*</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Only events last seen at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }
}
