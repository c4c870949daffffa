using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>Walks a Markdown tree in the order of its text.</summary>
internal static class MarkdownWalk
{
    /// <summary>A block and all within it.</summary>
    public static IEnumerable<MarkdownBlock> Blocks(MarkdownBlock block)
    {
        yield return block;
        var inner = block switch
        {
            MarkdownQuote quote => quote.Blocks,
            MarkdownList list => list.Items,
            MarkdownListItem item => item.Blocks,
            MarkdownTable table => [table.Header, .. table.Rows],
            MarkdownRow row => row.Cells,
            _ => (IEnumerable<MarkdownBlock>)[],
        };
        foreach (var child in inner.SelectMany(Blocks)) yield return child;
    }

    /// <summary>The running text within a block, emphasis and links opened.</summary>
    public static IEnumerable<MarkdownInline> Inlines(MarkdownBlock block) => Blocks(block).SelectMany(b => b switch
    {
        MarkdownParagraph paragraph => paragraph.Inlines,
        MarkdownHeading heading => heading.Inlines,
        MarkdownCell cell => cell.Inlines,
        _ => [],
    }).SelectMany(Open);

    /// <summary>The links within a block.</summary>
    public static IEnumerable<MarkdownLink> Links(MarkdownBlock block) => Inlines(block).OfType<MarkdownLink>();

    private static IEnumerable<MarkdownInline> Open(MarkdownInline inline) => inline switch
    {
        MarkdownEmphasis emphasis => [inline, .. emphasis.Inlines.SelectMany(Open)],
        MarkdownLink link => [inline, .. link.Inlines.SelectMany(Open)],
        _ => [inline],
    };
}
