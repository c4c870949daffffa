using System.Globalization;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Extensions.Yaml;
using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace K8sOps.Text;

/// <summary>Turns Markdig's tree into ours.</summary>
internal sealed partial class MarkdownTreeReader
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .UseYamlFrontMatter()
        .UsePipeTables(new PipeTableOptions { UseHeaderForColumnCount = true })
        .UseTaskLists()
        .UseAutoLinks()
        .UseAlertBlocks()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .UsePreciseSourceLocation()
        .Build();

    private readonly string _text;
    private readonly List<int> _lineStarts = [0];
    private readonly AnchorNames _anchors = new();

    /// <summary>Within a table even code escapes its pipes, since they would end the cell.</summary>
    private bool _inTable;

    public MarkdownTreeReader(string text)
    {
        _text = text.StartsWith('\uFEFF') ? text[1..] : text;
        for (var i = 0; i < _text.Length; i++)
        {
            if (_text[i] == '\n' || (_text[i] == '\r' && !(i + 1 < _text.Length && _text[i + 1] == '\n'))) _lineStarts.Add(i + 1);
        }
    }

    public MarkdownDocument Read()
    {
        var tree = Parse(_text) ?? Parse(Flatten(_text));
        if (tree is null) return new MarkdownDocument { Blocks = [new MarkdownParagraph(1, 1) { Inlines = [new MarkdownText(1, 1, _text)] }] };
        var front = tree.FirstOrDefault() as YamlFrontMatterBlock;
        return new MarkdownDocument { FrontMatter = front is null ? null : Lines(front.Lines), Blocks = Blocks(tree.Where(b => b != front)) };
    }

    /// <summary>The tree, or null for a text that is nested more deeply than Markdig goes.</summary>
    private static Markdig.Syntax.MarkdownDocument? Parse(string text)
    {
        try
        {
            return Markdig.Markdown.Parse(text, s_pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The text with blanks, so that places stay, for lines that are nested more deeply than anybody reads.</summary>
    private static string Flatten(string text) => DeepLine().Replace(text, m => new string(' ', m.Length));

    private (int Line, int Column) Position(MarkdownObject node)
    {
        var start = Math.Clamp(node.Span.Start, 0, _text.Length);
        var line = _lineStarts.BinarySearch(start);
        if (line < 0) line = ~line - 1;
        return (line + 1, start - _lineStarts[line] + 1);
    }

    private List<MarkdownBlock> Blocks(IEnumerable<Block> blocks) => [.. blocks.Select(Read).OfType<MarkdownBlock>()];

    private MarkdownBlock? Read(Block block)
    {
        var (line, column) = Position(block);
        return block switch
        {
            HeadingBlock heading => Heading(heading, line, column),
            Table table => Table(table, line, column),
            ListBlock list => List(list, line, column),
            QuoteBlock quote => Quote(quote, line, column),
            CodeBlock code => Code(code, line, column),
            HtmlBlock html => new MarkdownHtml(line, column) { Text = Lines(html.Lines) },
            ThematicBreakBlock => new MarkdownRule(line, column),
            ParagraphBlock paragraph => new MarkdownParagraph(line, column) { Inlines = Inlines(paragraph.Inline) },
            // Definitions of link targets are resolved where they are used.
            _ => null,
        };
    }

    private MarkdownHeading Heading(HeadingBlock heading, int line, int column)
    {
        var inlines = Inlines(heading.Inline);
        return new MarkdownHeading(line, column) { Level = heading.Level, Inlines = inlines, Anchor = _anchors.Next(MarkdownInline.Plain(inlines)) };
    }

    private MarkdownCode Code(CodeBlock code, int line, int column)
    {
        if (code is not FencedCodeBlock fence)
        {
            return new MarkdownCode(line, column) { Info = "", Text = Lines(code.Lines), TextLine = line, TextColumn = column, IsClosed = true };
        }

        return new MarkdownCode(line, column)
        {
            Info = $"{fence.Info} {fence.Arguments}".Trim(),
            Text = Lines(fence.Lines),
            TextLine = line + 1,
            TextColumn = column,
            IsClosed = fence.ClosingFencedCharCount > 0,
        };
    }

    private MarkdownList List(ListBlock list, int line, int column)
    {
        var items = new List<MarkdownListItem>();
        var first = int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var (itemLine, itemColumn) = Position(item);
            var box = item.OfType<ParagraphBlock>().FirstOrDefault()?.Inline?.FirstChild as TaskList;
            items.Add(new MarkdownListItem(itemLine, itemColumn)
            {
                // CommonMark numbers on from the first item, whatever the others say.
                Number = list.IsOrdered ? first + items.Count : 0,
                IsChecked = box?.Checked,
                Blocks = Blocks(item),
            });
        }

        return new MarkdownList(line, column) { IsOrdered = list.IsOrdered, Items = items };
    }

    private MarkdownTable Table(Table table, int line, int column)
    {
        _inTable = true;
        var rows = table.OfType<TableRow>().Select(row =>
        {
            var (rowLine, rowColumn) = Position(row);
            return new MarkdownRow(rowLine, rowColumn) { Cells = [.. row.OfType<TableCell>().Select(Cell)] };
        }).ToList();
        _inTable = false;
        var width = rows.Count > 0 ? rows[0].Cells.Count : 0;
        return new MarkdownTable(line, column)
        {
            Header = rows.Count > 0 ? rows[0] : new MarkdownRow(line, column) { Cells = [] },
            Rows = [.. rows.Skip(1).Select(row => Fit(row, width))],
        };
    }

    /// <summary>GitHub drops the cells that stand outside of the header's columns, and leaves missing ones empty.</summary>
    private static MarkdownRow Fit(MarkdownRow row, int width) => row with
    {
        Cells = [.. row.Cells.Take(width), .. Enumerable.Range(0, Math.Max(0, width - row.Cells.Count)).Select(_ => new MarkdownCell(row.Line, row.Column) { Inlines = [] })],
    };

    private MarkdownCell Cell(TableCell cell)
    {
        var inlines = cell.OfType<ParagraphBlock>().SelectMany(p => Inlines(p.Inline)).ToList();
        var (line, column) = inlines.Count > 0 ? (inlines[0].Line, inlines[0].Column) : Position(cell);
        return new MarkdownCell(line, column) { Inlines = inlines };
    }

    private MarkdownQuote Quote(QuoteBlock quote, int line, int column)
    {
        var blocks = Blocks(quote);
        if (quote is AlertBlock alert) return new MarkdownQuote(line, column) { Admonition = alert.Kind.ToString(), Blocks = blocks };
        if (blocks.Count == 0 || blocks[0] is not MarkdownParagraph { Inlines.Count: > 0 } paragraph || paragraph.Inlines[0] is not MarkdownEmphasis { IsStrong: true } bold)
        {
            return new MarkdownQuote(line, column) { Blocks = blocks };
        }

        var word = MarkdownInline.Plain(bold.Inlines);
        if (!word.EndsWith(':') || word.Contains(' ', StringComparison.Ordinal)) return new MarkdownQuote(line, column) { Blocks = blocks };
        if (paragraph.Inlines.Count == 1) blocks.RemoveAt(0);
        else blocks[0] = paragraph with { Inlines = [.. paragraph.Inlines.Skip(1)] };
        return new MarkdownQuote(line, column) { Admonition = word[..^1], Blocks = blocks };
    }

    private List<MarkdownInline> Inlines(ContainerInline? container)
    {
        var inlines = new List<MarkdownInline>();
        for (var inline = container?.FirstChild; inline is not null; inline = inline.NextSibling)
        {
            var (line, column) = Position(inline);
            switch (inline)
            {
                case LiteralInline literal:
                    AddText(inlines, line, column, literal.Content.ToString());
                    break;
                case HtmlEntityInline entity:
                    AddText(inlines, line, column, entity.Transcoded.ToString());
                    break;
                case CodeInline code:
                    inlines.Add(new MarkdownCodeSpan(line, column, _inTable ? code.Content.Replace("\\|", "|", StringComparison.Ordinal) : code.Content));
                    break;
                case EmphasisInline emphasis:
                    inlines.Add(new MarkdownEmphasis(line, column) { IsStrong = emphasis is { DelimiterCount: 2, DelimiterChar: not '~' }, Inlines = Inlines(emphasis) });
                    break;
                case LinkInline link:
                    inlines.Add(new MarkdownLink(line, column) { Target = link.Url ?? "", IsImage = link.IsImage, Inlines = Inlines(link) });
                    break;
                case AutolinkInline link:
                    inlines.Add(new MarkdownLink(line, column) { Target = link.Url, IsImage = false, Inlines = [new MarkdownText(line, column, link.Url)] });
                    break;
                case LineBreakInline lineBreak:
                    inlines.Add(new MarkdownBreak(line, column, lineBreak.IsHard));
                    break;
                case HtmlInline html:
                    inlines.Add(new MarkdownHtmlSpan(line, column, html.Tag));
                    break;
                case TaskList:
                    // The box is a property of its list item.
                    break;
                case DelimiterInline unmatched:
                    // A bracket, star or pipe that nothing closed is just that character.
                    AddText(inlines, line, column, unmatched.ToLiteral());
                    foreach (var inner in Inlines(unmatched)) Add(inlines, inner);
                    break;
                case ContainerInline other:
                    inlines.AddRange(Inlines(other));
                    break;
                default:
                    AddText(inlines, line, column, inline.ToString() ?? "");
                    break;
            }
        }

        return inlines;
    }

    private static void Add(List<MarkdownInline> inlines, MarkdownInline inline)
    {
        if (inline is MarkdownText text) AddText(inlines, text.Line, text.Column, text.Text);
        else inlines.Add(inline);
    }

    /// <summary>Markdig cuts words where something might have begun; here neighbours are one again.</summary>
    private static void AddText(List<MarkdownInline> inlines, int line, int column, string text)
    {
        if (text.Length == 0) return;
        if (inlines.Count > 0 && inlines[^1] is MarkdownText last && last.Line == line) inlines[^1] = last with { Text = last.Text + text };
        else inlines.Add(new MarkdownText(line, column, text));
    }

    private static string Lines(StringLineGroup lines)
    {
        var text = new string[lines.Count];
        for (var i = 0; i < lines.Count; i++) text[i] = lines.Lines[i].Slice.ToString();
        return string.Join('\n', text);
    }

    [GeneratedRegex(@"^(?:[ \t]*(?:>|[-+*](?=[ \t\r\n])|[0-9]{1,9}[.)](?=[ \t\r\n]))){24}.*$|^[ \t]{80}.*$", RegexOptions.Multiline)]
    private static partial Regex DeepLine();
}
