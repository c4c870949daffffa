namespace K8sOps.Runbooks.Help;

/// <summary>A command's page as it is written: prose only. What metadata knows is not in it.</summary>
public sealed record HelpPage
{
    /// <summary>The file it was read from.</summary>
    public required string File { get; init; }

    /// <summary>The command it is about.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is found on the web, or null.</summary>
    public string? Online { get; init; }

    /// <summary>One sentence.</summary>
    public required string Synopsis { get; init; }

    /// <summary>Paragraphs. One with line feeds in it is shown line by line.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>The examples in order.</summary>
    public required IReadOnlyList<HelpExample> Examples { get; init; }

    /// <summary>What each parameter is for, by its name without the dash.</summary>
    public required IReadOnlyList<HelpEntry> Parameters { get; init; }

    /// <summary>What is said of each type that it emits.</summary>
    public required IReadOnlyList<HelpEntry> Outputs { get; init; }

    /// <summary>What it may do in a cluster to work.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary>What else is worth knowing.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Where to read on.</summary>
    public required IReadOnlyList<HelpLink> Related { get; init; }
}
