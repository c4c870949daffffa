namespace K8sOps.Runbooks.Help;

/// <summary>One example.</summary>
public sealed record HelpExample
{
    /// <summary>What it shows.</summary>
    public required string Title { get; init; }

    /// <summary>The commands, as they are typed.</summary>
    public required string Code { get; init; }

    /// <summary>What is said of it, and what it prints: paragraphs.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>The line of its code in the page, from 1; 0 for an example that was read back from built help.</summary>
    public int Line { get; init; }
}
