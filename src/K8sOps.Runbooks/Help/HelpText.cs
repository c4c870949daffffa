using System.Text;
using System.Text.RegularExpressions;
using K8sOps.Text;

namespace K8sOps.Runbooks.Help;

/// <summary>Turns Markdown blocks into the paragraphs of a terminal: flowing ones are one line, ready-made ones keep their lines.</summary>
internal static partial class HelpText
{
    /// <summary>What a table, the widest thing in a help, may take within an 80-column window.</summary>
    private const int TableWidth = 72;

    /// <summary>The paragraphs of some blocks.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<MarkdownBlock> blocks) => [.. blocks.SelectMany(Paragraphs).Where(p => p.Length > 0)];

    /// <summary>Running text: code and emphasis as their words, a link to the web with its address behind it.</summary>
    public static string Inline(IEnumerable<MarkdownInline> inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines)
        {
            text.Append(inline switch
            {
                MarkdownLink link when IsWeb(link.Target) && link.Text != link.Target => $"{Inline(link.Inlines)} ({link.Target})",
                MarkdownLink link => Inline(link.Inlines),
                MarkdownEmphasis emphasis => Inline(emphasis.Inlines),
                _ => Untrimmed(inline),
            });
        }

        return Clean(text.ToString());
    }

    /// <summary>Whether a link leads to the web.</summary>
    public static bool IsWeb(string target) => target.StartsWith("https://", StringComparison.Ordinal) || target.StartsWith("http://", StringComparison.Ordinal);

    /// <summary>Text that XML can carry and a terminal prints as it stands: no colours, no control characters, LF.</summary>
    public static string Clean(string text) => Controls().Replace(Colours().Replace(text.ReplaceLineEndings("\n"), ""), "").Replace("\t", "    ", StringComparison.Ordinal);

    private static string Untrimmed(MarkdownInline inline) => inline switch
    {
        MarkdownText text => text.Text,
        MarkdownCodeSpan code => code.Text,
        MarkdownBreak { IsHard: true } => "\n",
        MarkdownBreak => " ",
        _ => "",
    };

    private static IEnumerable<string> Paragraphs(MarkdownBlock block) => block switch
    {
        MarkdownParagraph paragraph => [Inline(paragraph.Inlines).Trim()],
        MarkdownCode code => [Clean(code.Text).TrimEnd()],
        MarkdownTable table => [Table(table, TableWidth)],
        MarkdownList list => [string.Join('\n', Items(list, ""))],
        MarkdownQuote quote => Quote(quote),
        MarkdownHeading heading => [Inline(heading.Inlines).Trim()],
        _ => [],
    };

    private static IEnumerable<string> Quote(MarkdownQuote quote)
    {
        var paragraphs = Paragraphs(quote.Blocks).ToList();
        if (quote.Admonition is null) return paragraphs;
        var word = quote.Admonition.ToUpperInvariant() + ":";
        if (paragraphs.Count == 0) return [word];
        paragraphs[0] = word + (paragraphs[0].Contains('\n', StringComparison.Ordinal) ? "\n" : " ") + paragraphs[0];
        return paragraphs;
    }

    private static IEnumerable<string> Items(MarkdownList list, string indent)
    {
        foreach (var item in list.Items)
        {
            var mark = list.IsOrdered ? $"{item.Number}. " : item.IsChecked is { } done ? done ? "- [x] " : "- [ ] " : "- ";
            var lines = item.Blocks.SelectMany(b => b is MarkdownList inner ? Items(inner, "") : Paragraphs(b).SelectMany(p => p.Split('\n'))).ToList();
            if (lines.Count == 0) yield return (indent + mark).TrimEnd();
            for (var i = 0; i < lines.Count; i++) yield return indent + (i == 0 ? mark : new string(' ', mark.Length)) + lines[i];
        }
    }

    /// <summary>A table with aligned columns; what is too long for the width is wrapped within its last column.</summary>
    internal static string Table(MarkdownTable table, int width)
    {
        var rows = new[] { table.Header }.Concat(table.Rows).Select(r => r.Cells.Select(c => Inline(c.Inlines).Trim().Replace('\n', ' ')).ToArray()).ToList();
        var columns = table.Header.Cells.Count;
        if (columns == 0) return "";
        var widths = Enumerable.Range(0, columns).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var before = widths.Take(columns - 1).Sum(w => w + 2);
        widths[^1] = Math.Max(Math.Min(widths[^1], width - before), Math.Min(widths[^1], 20));
        rows.Insert(1, [.. widths.Select(w => new string('-', w))]);
        var lines = new List<string>();
        foreach (var row in rows)
        {
            var last = TextWrap.Wrap(row[^1], widths[^1]);
            for (var i = 0; i < last.Count; i++)
            {
                var first = string.Concat(Enumerable.Range(0, columns - 1).Select(c => (i == 0 ? row[c] : "").PadRight(widths[c] + 2)));
                lines.Add((first + last[i]).TrimEnd());
            }
        }

        return string.Join('\n', lines);
    }

    [GeneratedRegex(@"\x1B\[[0-9;?]*[ -/]*[@-~]")]
    private static partial Regex Colours();

    [GeneratedRegex(@"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]")]
    private static partial Regex Controls();
}
