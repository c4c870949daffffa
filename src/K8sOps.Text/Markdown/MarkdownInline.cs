using System.Text;

namespace K8sOps.Text;

/// <summary>A piece of running text.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Column">The character of that line it begins with, from 1.</param>
public abstract record MarkdownInline(int Line, int Column)
{
    /// <summary>Running text without its formatting: code without its backticks, links as their words, soft line breaks as blanks.</summary>
    public static string Plain(IEnumerable<MarkdownInline> inlines)
    {
        ArgumentNullException.ThrowIfNull(inlines);
        var text = new StringBuilder();
        Append(text, inlines);
        return text.ToString().Trim();
    }

    private static void Append(StringBuilder text, IEnumerable<MarkdownInline> inlines)
    {
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case MarkdownText t:
                    text.Append(t.Text);
                    break;
                case MarkdownCodeSpan c:
                    text.Append(c.Text);
                    break;
                case MarkdownEmphasis e:
                    Append(text, e.Inlines);
                    break;
                case MarkdownLink l:
                    Append(text, l.Inlines);
                    break;
                case MarkdownBreak b:
                    text.Append(b.IsHard ? '\n' : ' ');
                    break;
                default:
                    // HTML inside a line says nothing to a reader of plain text.
                    break;
            }
        }
    }
}
