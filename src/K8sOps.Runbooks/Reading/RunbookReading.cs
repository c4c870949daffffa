using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>What was read from a runbook's text: the runbook as far as it could be understood, and where it does not keep to the format.</summary>
public sealed record RunbookReading
{
    /// <summary>The runbook.</summary>
    public required Runbook Runbook { get; init; }

    /// <summary>What is wrong with its form, in the order of the text.</summary>
    public required IReadOnlyList<RunbookProblem> Problems { get; init; }

    /// <summary>All its PowerShell blocks, in the order of the text.</summary>
    public required IReadOnlyList<RunbookBlock> Blocks { get; init; }

    /// <summary>The names that it uses, with their places: what the lint looks up.</summary>
    internal IReadOnlyList<RunbookMention> Mentions { get; init; } = [];

    /// <summary>The text as a tree.</summary>
    internal MarkdownDocument Document { get; init; } = new() { Blocks = [] };
}
