namespace K8sOps.Text;

/// <summary>One row of a table.</summary>
public sealed record MarkdownRow(int Line, int Column) : MarkdownBlock(Line, Column)
{
    /// <summary>Its cells from left to right.</summary>
    public required IReadOnlyList<MarkdownCell> Cells { get; init; }
}
