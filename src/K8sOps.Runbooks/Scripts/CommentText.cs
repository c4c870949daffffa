using System.Text.RegularExpressions;
using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks;

/// <summary>
/// Text within comment-based help. One line that begins with a dot and a word makes PowerShell drop the whole help, and <c>#&gt;</c>
/// ends the comment.
/// </summary>
internal static partial class CommentText
{
    /// <summary>The lines of a running text, wrapped and safe.</summary>
    public static IEnumerable<string> Prose(string text, int width) => Safe(TextWrap.Wrap(text, width));

    /// <summary>Lines that stay as they are, but safe.</summary>
    public static IEnumerable<string> Safe(IEnumerable<string> lines)
    {
        var safe = new List<string>();
        foreach (var line in lines.Select(l => l.Replace("#>", "# >", StringComparison.Ordinal)))
        {
            if (!Keyword().IsMatch(line))
            {
                safe.Add(line);
                continue;
            }

            // Takes the word before the dotted one down with it; where there is none, the word stands in quotes.
            var indent = line[..(line.Length - line.TrimStart().Length)];
            var words = line.TrimStart();
            if (safe.Count > 0 && safe[^1].TrimEnd().LastIndexOf(' ') is var at && at > 0 && safe[^1][at..].Trim() is { Length: > 1 } last && safe[^1][..at].Trim().Length > 0 && !Keyword().IsMatch(last))
            {
                safe[^1] = safe[^1][..at].TrimEnd();
                safe.Add($"{indent}{last} {words}");
            }
            else
            {
                var end = words.IndexOf(' ', StringComparison.Ordinal);
                safe.Add(indent + (end < 0 ? $"'{words}'" : $"'{words[..end]}'{words[end..]}"));
            }
        }

        return safe;
    }

    [GeneratedRegex(@"^\s*\.\w")]
    private static partial Regex Keyword();
}
