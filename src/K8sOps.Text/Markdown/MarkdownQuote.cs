namespace K8sOps.Text;

/// <summary>A quotation, or an admonition written as one.</summary>
public sealed record MarkdownQuote(int Line, int Column) : MarkdownBlock(Line, Column)
{
    /// <summary>
    /// The word of an admonition, as written (<c>Warning</c> of <c>&gt; **Warning:** …</c>, <c>WARNING</c> of <c>&gt; [!WARNING]</c>);
    /// null for a plain quotation. The word itself is not in <see cref="Blocks"/> any more.
    /// </summary>
    public string? Admonition { get; init; }

    /// <summary>What stands in it.</summary>
    public required IReadOnlyList<MarkdownBlock> Blocks { get; init; }
}
