namespace K8sOps.Text;

/// <summary>A Markdown text as a small tree of blocks: what help pages and runbooks are read from.</summary>
public sealed record MarkdownDocument
{
    /// <summary>The text between the <c>---</c> lines at the top, without them; null where there is none.</summary>
    public string? FrontMatter { get; init; }

    /// <summary>The blocks in the order of the text.</summary>
    public required IReadOnlyList<MarkdownBlock> Blocks { get; init; }

    /// <summary>The blocks before the first heading.</summary>
    public IReadOnlyList<MarkdownBlock> Preamble => [.. Blocks.TakeWhile(b => b is not MarkdownHeading)];

    /// <summary>The top-level sections: each heading with what stands under it, deeper headings as sections within.</summary>
    public IReadOnlyList<MarkdownSection> Sections => MarkdownSection.Divide(Blocks);
}
