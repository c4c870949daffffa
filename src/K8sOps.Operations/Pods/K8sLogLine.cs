namespace K8sOps;

/// <summary>A line of a container's log.</summary>
public sealed record K8sLogLine
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod.</summary>
    public required string Name { get; init; }

    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>When the container runtime read the line, UTC; null when it noted no time.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The line, without its end.</summary>
    public required string Text { get; init; }
}
