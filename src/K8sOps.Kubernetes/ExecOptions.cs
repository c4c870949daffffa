namespace K8sOps.Kubernetes;

/// <summary>What is run in a container, and what it is given.</summary>
public sealed record ExecOptions
{
    /// <summary>The argument vector; the first is the program. No shell reads it. It stands in the server's audit log, so it must hold no secret.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The container; may be null only for a pod that has one.</summary>
    public string? Container { get; init; }

    /// <summary>What the program reads from its standard input, which is then closed; null for no input.</summary>
    public Stream? Input { get; init; }

    /// <summary>How long the program may take in all; null for as long as it is not cancelled.</summary>
    public TimeSpan? Timeout { get; init; }
}
