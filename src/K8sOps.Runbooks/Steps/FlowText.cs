using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks;

/// <summary>Running text as a script carries it: broken into lines for those who read the script, one line a paragraph for those who show it.</summary>
public static class FlowText
{
    /// <summary>Joins the lines of each paragraph and of each item of a list; empty lines stay as one.</summary>
    public static string Join(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        var lines = new List<string>();
        var opens = true;
        foreach (var line in Dedent(text).Split('\n').Select(l => IsCode(l) ? l.TrimEnd() : l.Trim()))
        {
            if (IsCode(line))
            {
                lines.Add(line);
                opens = true;
                continue;
            }

            if (line.Length == 0)
            {
                if (lines.Count > 0 && lines[^1].Length > 0) lines.Add("");
                opens = true;
                continue;
            }

            if (opens || IsItem(line)) lines.Add(line);
            else lines[^1] += " " + line;
            opens = false;
        }

        return string.Join('\n', lines).TrimEnd('\n');
    }

    /// <summary>The lines of a text, none longer than the width as far as there are blanks to break at; code in it, which stands four blanks in, is left as it is.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split('\n').SelectMany(l => IsCode(l) ? [l] : TextWrap.Wrap(l, width))];
    }

    /// <summary>The words of a text, and the code in it: native commands, most often.</summary>
    public static (string Words, string Code) Divide(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var paragraphs = text.Split("\n\n").Select(p => (Text: p, IsCode: p.Length > 0 && p.Split('\n').All(l => l.Length == 0 || IsCode(l)))).ToList();
        string Of(bool code) => string.Join("\n\n", paragraphs.Where(p => p.IsCode == code).Select(p => p.Text));
        return (Of(code: false), Dedent(Of(code: true)));
    }

    /// <summary>Takes the indentation off that all lines have in common, and empty lines at both ends; a first line that begins on the line of its opening brace does not count.</summary>
    public static string Dedent(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(l => string.IsNullOrWhiteSpace(l) ? "" : l).ToList();
        var counted = (lines[0].Length > 0 ? lines.Skip(1) : lines).Where(l => l.Length > 0).ToList();
        var indent = counted.Count == 0 ? 0 : counted.Min(l => l.Length - l.TrimStart().Length);
        var bare = lines.Select((l, i) => i == 0 ? l.TrimStart() : l.Length == 0 ? l : l[Math.Min(indent, l.Length)..]).ToList();
        while (bare.Count > 0 && bare[0].Length == 0) bare.RemoveAt(0);
        while (bare.Count > 0 && bare[^1].Length == 0) bare.RemoveAt(bare.Count - 1);
        return string.Join('\n', bare).TrimEnd();
    }

    /// <summary>The lines of some code; one that is too long goes on in the next behind a pipe, where PowerShell and a shell both read on.</summary>
    public static IEnumerable<string> BreakCode(string code, int width)
    {
        ArgumentNullException.ThrowIfNull(code);
        foreach (var line in code.Split('\n'))
        {
            var rest = line;
            var indent = new string(' ', line.Length - line.TrimStart().Length + 4);
            while (rest.Length > width && PipeBefore(rest, width) is var at and > 0)
            {
                yield return rest[..at];
                rest = indent + rest[at..].TrimStart();
            }

            yield return rest;
        }
    }

    /// <summary>The place behind the last pipe that fits, or the first one; 0 where there is none outside of quotes.</summary>
    private static int PipeBefore(string line, int width)
    {
        var (last, quote) = (0, '\0');
        for (var i = 0; i < line.Length - 1; i++)
        {
            var c = line[i];
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '\'' or '"') quote = c;
            else if (c == '#') return last;
            else if (c == '|' && i > 0 && line[i - 1] == ' ' && line[i + 1] == ' ')
            {
                if (last > 0 && i + 1 > width) return last;
                last = i + 1;
            }
        }

        return last;
    }

    private static bool IsCode(string line) => line.StartsWith("    ", StringComparison.Ordinal);

    private static bool IsItem(string line)
    {
        if (line.StartsWith("- ", StringComparison.Ordinal)) return true;
        var digits = line.TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and < 4 && line.AsSpan(digits).StartsWith(". ", StringComparison.Ordinal);
    }
}
