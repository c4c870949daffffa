namespace K8sOps;

/// <summary>A program to run in a container.</summary>
public sealed record PodCommand
{
    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod.</summary>
    public required string Name { get; init; }

    /// <summary>The pod's uid, when it must be that very pod.</summary>
    public string? Uid { get; init; }

    /// <summary>The container; null for the one that the pod's annotation names, or its only one.</summary>
    public string? Container { get; init; }

    /// <summary>The argument vector; no shell reads it. It stands in the server's audit log.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What the program reads from its standard input, as UTF-8; null for no input.</summary>
    public string? InputText { get; init; }

    /// <summary>How long it may take; null for as long as nobody stops it.</summary>
    public TimeSpan? Timeout { get; init; }
}
