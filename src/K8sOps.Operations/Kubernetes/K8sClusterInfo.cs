namespace K8sOps;

/// <summary>A context of the kubeconfig, and what is behind it.</summary>
public sealed record K8sClusterInfo
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>Always <c>Cluster</c>.</summary>
    public string Kind { get; init; } = "Cluster";

    /// <summary>The kubeconfig context, once more: what other commands take as a name.</summary>
    public required string Name { get; init; }

    /// <summary>True for the cluster that a command without <c>-Cluster</c> would use.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>True when its API server answered.</summary>
    public bool Reachable { get; init; }

    /// <summary>True when the API server says of itself that it is ready (<c>/readyz</c>); null when it was not asked or did not tell.</summary>
    public bool? Healthy { get; init; }

    /// <summary>The API server's address, as the kubeconfig has it.</summary>
    public string? Server { get; init; }

    /// <summary>The API server's version, such as <c>v1.33.6</c>.</summary>
    public string? Version { get; init; }

    /// <summary>How long the answer took that told the version.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>How many nodes it has; null when they may not be listed.</summary>
    public int? Nodes { get; init; }

    /// <summary>The systems that are installed, of those that this module knows.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>Why it was not reached, or what it refused; null when all went well.</summary>
    public string? Error { get; init; }

    /// <summary>True for a simulated platform.</summary>
    public bool IsSandbox { get; init; }

    /// <summary>When it was asked, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
