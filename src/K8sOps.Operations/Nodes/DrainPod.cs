namespace K8sOps;

/// <summary>A pod of a node that is to be drained, and what is done with it.</summary>
public sealed record DrainPod
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary><c>metadata.uid</c>: only this very pod is evicted and waited for.</summary>
    public required string Uid { get; init; }

    /// <summary>What is done with it.</summary>
    public required DrainStep Step { get; init; }

    /// <summary>Why it is skipped, what is lost with it, or what keeps it for now; null where there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary><c>StatefulSet sonarr</c>; null for a pod without a controller.</summary>
    public string? Owner { get; init; }

    /// <summary><c>media/sonarr-0</c>.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}
