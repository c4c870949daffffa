namespace K8sOps.Text;

/// <summary>A table with a header row. Every row has as many cells as the header.</summary>
public sealed record MarkdownTable(int Line, int Column) : MarkdownBlock(Line, Column)
{
    /// <summary>The header.</summary>
    public required MarkdownRow Header { get; init; }

    /// <summary>The rows under it.</summary>
    public required IReadOnlyList<MarkdownRow> Rows { get; init; }
}
