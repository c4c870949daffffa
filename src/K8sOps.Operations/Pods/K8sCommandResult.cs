namespace K8sOps;

/// <summary>What a program that was run in a container said, and how it ended.</summary>
public sealed record K8sCommandResult
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod.</summary>
    public required string Name { get; init; }

    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>The argument vector; the first is the program.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The exit code, as the server told it.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Whether the exit code is 0.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>Standard output, read as UTF-8.</summary>
    public string Output { get; init; } = "";

    /// <summary>Standard error, read as UTF-8.</summary>
    public string Error { get; init; } = "";

    /// <summary>True when an output was longer than what is kept, and its end is missing.</summary>
    public bool IsCut { get; init; }

    /// <summary>How long it took, from the request to the exit code, by the cluster's clock.</summary>
    public TimeSpan Elapsed { get; init; }
}
