namespace K8sOps;

/// <summary>A write that is about to be sent: on which object, and what it changes.</summary>
public sealed record Change
{
    /// <summary>The command that makes it, such as <c>Remove-K8sPod</c>.</summary>
    public required string Command { get; init; }

    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The uid of the cluster's <c>kube-system</c> namespace, which names it whatever the context is called; null when not read.</summary>
    public string? ClusterUid { get; init; }

    /// <summary>The object's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The object's namespace, or null.</summary>
    public string? Namespace { get; init; }

    /// <summary>The object's name.</summary>
    public required string Name { get; init; }

    /// <summary>The object's uid; null for one that is yet to be made.</summary>
    public string? Uid { get; init; }

    /// <summary><c>create</c>, <c>patch</c>, <c>apply</c>, <c>delete</c>, <c>evict</c>, <c>scale</c> or <c>exec</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>The argument vector of an exec.</summary>
    public IReadOnlyList<string> Argv { get; init; } = [];

    /// <summary>The fields it changes, as they are before.</summary>
    public IReadOnlyList<ChangedField> Fields { get; init; } = [];

    /// <summary>The command line that takes the change back, such as <c>Enable-K8sNode -Cluster infra -Name w1</c>; null for what needs no taking back, or cannot be.</summary>
    public string? Compensation { get; init; }

    /// <summary><c>delete Pod media/sonarr-0 on infra</c>.</summary>
    public override string ToString()
        => $"{Verb} {Kind} {(Namespace is null ? "" : Namespace + "/")}{Name} on {Cluster}";
}
