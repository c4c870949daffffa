namespace K8sOps.Text;

/// <summary>A heading.</summary>
public sealed record MarkdownHeading(int Line, int Column) : MarkdownBlock(Line, Column)
{
    /// <summary>1 for <c>#</c> to 6 for <c>######</c>.</summary>
    public required int Level { get; init; }

    /// <summary>The words.</summary>
    public required IReadOnlyList<MarkdownInline> Inlines { get; init; }

    /// <summary>The name that a link to this heading uses after <c>#</c>, made as GitHub makes it; unique in its document.</summary>
    public required string Anchor { get; init; }

    /// <summary>The words without their formatting.</summary>
    public string Text => MarkdownInline.Plain(Inlines);
}
