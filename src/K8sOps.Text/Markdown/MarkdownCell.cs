namespace K8sOps.Text;

/// <summary>One cell of a table.</summary>
public sealed record MarkdownCell(int Line, int Column) : MarkdownBlock(Line, Column)
{
    /// <summary>The words in it.</summary>
    public required IReadOnlyList<MarkdownInline> Inlines { get; init; }

    /// <summary>The words without their formatting.</summary>
    public string Text => MarkdownInline.Plain(Inlines);
}
