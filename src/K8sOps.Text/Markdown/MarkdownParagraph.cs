namespace K8sOps.Text;

/// <summary>A paragraph.</summary>
public sealed record MarkdownParagraph(int Line, int Column) : MarkdownBlock(Line, Column)
{
    /// <summary>The words; soft line breaks are <see cref="MarkdownBreak"/>s that are not hard.</summary>
    public required IReadOnlyList<MarkdownInline> Inlines { get; init; }

    /// <summary>The words without their formatting, soft line breaks as blanks, hard ones as line feeds.</summary>
    public string Text => MarkdownInline.Plain(Inlines);
}
