namespace K8sOps.Runbooks.Help;

/// <summary>A command's complete help: its page together with what its metadata says. This is what MAML carries.</summary>
public sealed record CommandHelp
{
    /// <summary>The command.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence.</summary>
    public required string Synopsis { get; init; }

    /// <summary>Paragraphs.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>One list of parameters for each way to call it.</summary>
    public required IReadOnlyList<IReadOnlyList<CommandHelpParameter>> Syntax { get; init; }

    /// <summary>All parameters.</summary>
    public required IReadOnlyList<CommandHelpParameter> Parameters { get; init; }

    /// <summary>What it takes from the pipeline.</summary>
    public required IReadOnlyList<CommandHelpType> Inputs { get; init; }

    /// <summary>What it emits.</summary>
    public required IReadOnlyList<CommandHelpType> Outputs { get; init; }

    /// <summary>Paragraphs.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The examples, their titles as they are printed.</summary>
    public required IReadOnlyList<HelpExample> Examples { get; init; }

    /// <summary>Where to read on.</summary>
    public required IReadOnlyList<HelpLink> Links { get; init; }
}
