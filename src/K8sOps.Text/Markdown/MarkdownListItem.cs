namespace K8sOps.Text;

/// <summary>One item of a list.</summary>
public sealed record MarkdownListItem(int Line, int Column) : MarkdownBlock(Line, Column)
{
    /// <summary>Its number as a reader sees it, or 0 in a bulleted list.</summary>
    public required int Number { get; init; }

    /// <summary>Whether its box is ticked; null for an item without a box.</summary>
    public bool? IsChecked { get; init; }

    /// <summary>What stands in it.</summary>
    public required IReadOnlyList<MarkdownBlock> Blocks { get; init; }
}
