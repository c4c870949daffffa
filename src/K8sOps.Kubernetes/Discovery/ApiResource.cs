namespace K8sOps.Kubernetes;

/// <summary>A resource as discovery tells it.</summary>
public sealed record ApiResource
{
    /// <summary>Where it is served.</summary>
    public required KubeResource Resource { get; init; }

    /// <summary>The singular, such as <c>pod</c>; may be empty.</summary>
    public string Singular { get; init; } = "";

    /// <summary>Short names, such as <c>po</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Categories, such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Verbs that are served, such as <c>list</c>.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>True in the version of the group that the server prefers.</summary>
    public bool IsPreferred { get; init; }
}
