namespace K8sOps.Text;

/// <summary>A numbered or bulleted list.</summary>
public sealed record MarkdownList(int Line, int Column) : MarkdownBlock(Line, Column)
{
    /// <summary>Whether it is numbered.</summary>
    public required bool IsOrdered { get; init; }

    /// <summary>The items in order.</summary>
    public required IReadOnlyList<MarkdownListItem> Items { get; init; }
}
