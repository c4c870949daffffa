using K8sOps.Kubernetes;

namespace K8sOps;

/// <summary>A line that a program in a container wrote.</summary>
public sealed record K8sCommandLine
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod.</summary>
    public required string Name { get; init; }

    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>Which output it came from.</summary>
    public required ExecStream Stream { get; init; }

    /// <summary>The line, read as UTF-8, without its end.</summary>
    public required string Text { get; init; }
}
