using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>A bold label with a colon, and what follows it up to the next one.</summary>
/// <param name="Label">The label without the colon, spelled as the format spells it.</param>
/// <param name="Written">The label as the text spells it.</param>
/// <param name="Where">The paragraph that it opens, without the label.</param>
/// <param name="Blocks">What it labels: the rest of that paragraph, where there is one, and the blocks after it.</param>
internal sealed record LabeledPart(string Label, string Written, MarkdownParagraph Where, IReadOnlyList<MarkdownBlock> Blocks)
{
    /// <summary>The running text right behind the label.</summary>
    public IReadOnlyList<MarkdownInline> Inlines => Where.Inlines;

    /// <summary>Divides blocks at their labels; what stands before the first is <paramref name="head"/>.</summary>
    public static IReadOnlyList<LabeledPart> Divide(IEnumerable<MarkdownBlock> blocks, IReadOnlyList<string> labels, out IReadOnlyList<MarkdownBlock> head)
    {
        var before = new List<MarkdownBlock>();
        var parts = new List<(string Label, string Written, MarkdownParagraph Where, List<MarkdownBlock> Blocks)>();
        foreach (var block in blocks.SelectMany(b => Split(b, labels)))
        {
            if (block is MarkdownParagraph { Inlines: [MarkdownEmphasis { IsStrong: true } bold, ..] } paragraph && Known(bold, labels) is { } label)
            {
                var rest = paragraph with { Inlines = Trimmed(paragraph.Inlines.Skip(1)) };
                parts.Add((label, MarkdownInline.Plain(bold.Inlines)[..^1], rest, rest.Inlines.Count > 0 ? [rest] : []));
            }
            else if (parts.Count > 0)
            {
                parts[^1].Blocks.Add(block);
            }
            else
            {
                before.Add(block);
            }
        }

        head = before;
        return [.. parts.Select(p => new LabeledPart(p.Label, p.Written, p.Where, p.Blocks))];
    }

    /// <summary>Labels on neighbouring lines are one paragraph to Markdown, and several to us.</summary>
    private static IEnumerable<MarkdownBlock> Split(MarkdownBlock block, IReadOnlyList<string> labels)
    {
        if (block is not MarkdownParagraph paragraph)
        {
            yield return block;
            yield break;
        }

        var start = 0;
        for (var i = 1; i < paragraph.Inlines.Count; i++)
        {
            if (paragraph.Inlines[i - 1] is not MarkdownBreak || paragraph.Inlines[i] is not MarkdownEmphasis { IsStrong: true } bold || Known(bold, labels) is null) continue;
            yield return Piece(paragraph, start, i - 1);
            start = i;
        }

        yield return Piece(paragraph, start, paragraph.Inlines.Count);
    }

    private static MarkdownParagraph Piece(MarkdownParagraph paragraph, int from, int to) => from == 0 && to == paragraph.Inlines.Count
        ? paragraph
        : new MarkdownParagraph(paragraph.Inlines[from].Line, paragraph.Inlines[from].Column) { Inlines = [.. paragraph.Inlines.Skip(from).Take(to - from)] };

    private static string? Known(MarkdownEmphasis bold, IReadOnlyList<string> labels)
    {
        var text = MarkdownInline.Plain(bold.Inlines);
        return text.EndsWith(':') ? labels.FirstOrDefault(l => string.Equals(l, text[..^1].Trim(), StringComparison.OrdinalIgnoreCase)) : null;
    }

    private static List<MarkdownInline> Trimmed(IEnumerable<MarkdownInline> inlines)
    {
        var list = inlines.SkipWhile(i => i is MarkdownBreak).ToList();
        if (list is [MarkdownText text, ..])
        {
            var trimmed = text.Text.TrimStart();
            if (trimmed.Length == 0) list.RemoveAt(0);
            else list[0] = text with { Text = trimmed, Column = text.Column + text.Text.Length - trimmed.Length };
        }

        return [.. list.SkipWhile(i => i is MarkdownBreak)];
    }
}
