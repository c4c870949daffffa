namespace K8sOps;

/// <summary>One rule of a role.</summary>
public sealed record K8sRoleRule
{
    /// <summary>API groups; empty for paths.</summary>
    public IReadOnlyList<string> ApiGroups { get; init; } = [];

    /// <summary>Resources, subresources behind a slash; empty for paths.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Paths that are no resources.</summary>
    public IReadOnlyList<string> NonResourceUrls { get; init; } = [];

    /// <summary>Verbs.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary><c>[get,list] pods nodes</c>.</summary>
    public override string ToString()
    {
        var group = ApiGroups is [] or [""] ? "" : "." + string.Join(',', ApiGroups);
        return $"[{string.Join(',', Verbs)}] {string.Join(' ', Resources.Select(r => r + group).Concat(NonResourceUrls))}";
    }
}
