namespace K8sOps;

/// <summary>What Ceph said to a command that was handed to it as it was typed.</summary>
public sealed record CephCommandResult
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>CephCommandResult</c>.</summary>
    public string Kind { get; init; } = "CephCommandResult";

    /// <summary>The namespace of the CephCluster.</summary>
    public required string Namespace { get; init; }

    /// <summary>The arguments, without <c>ceph</c> itself.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What it answered: maps, lists and values; null where it answered nothing that is JSON.</summary>
    public object? Data { get; init; }

    /// <summary>What it said: its output, or where there is none, what it wrote beside it.</summary>
    public string Message => Output.Trim() is { Length: > 0 } said ? said : Error.Trim();

    /// <summary>Its standard output, as it came.</summary>
    public string Output { get; init; } = "";

    /// <summary>Its standard error: what a changing command says it did, and warnings.</summary>
    public string Error { get; init; } = "";

    /// <summary>The pod that it ran in.</summary>
    public string? Pod { get; init; }
}
