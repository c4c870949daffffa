namespace K8sOps;

/// <summary>A role that grants just what commands need; it exists only as this record until it is applied.</summary>
public sealed record K8sRole
{
    /// <summary><c>Role</c> or <c>ClusterRole</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace of a Role; null for a ClusterRole.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it grants, each resource once.</summary>
    public required IReadOnlyList<K8sRoleRule> Rules { get; init; }

    /// <summary>The commands that it is made for.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>The manifest, as YAML that <c>Set-K8sResource</c> and <c>kubectl apply</c> take.</summary>
    public required string Yaml { get; init; }
}
