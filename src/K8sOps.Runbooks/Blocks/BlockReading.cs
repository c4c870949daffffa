namespace K8sOps.Runbooks.Blocks;

/// <summary>What was read from a block of code.</summary>
public sealed record BlockReading
{
    /// <summary>The statements, as far as they could be read.</summary>
    public required IReadOnlyList<BlockStatement> Statements { get; init; }

    /// <summary>Every command, those within parentheses and script blocks too, in the order of the text.</summary>
    public required IReadOnlyList<BlockCommand> Commands { get; init; }

    /// <summary>Every use of a variable, in the order of the text.</summary>
    public required IReadOnlyList<BlockVariable> Variables { get; init; }

    /// <summary>Where the code does not keep to the language.</summary>
    public required IReadOnlyList<RunbookProblem> Problems { get; init; }
}
