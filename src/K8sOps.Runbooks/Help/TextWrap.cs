namespace K8sOps.Runbooks.Help;

/// <summary>Breaks lines at blanks.</summary>
internal static class TextWrap
{
    /// <summary>
    /// The lines of a text, none longer than the width as far as there are blanks to break at. Its own line feeds stay, and so
    /// does the indentation of a line, which its continuations get too; one that begins like a list's item hangs under its words.
    /// </summary>
    public static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        foreach (var line in text.Split('\n')) Break(lines, line.TrimEnd(), width);
        return lines;
    }

    private static void Break(List<string> lines, string line, int width)
    {
        if (line.Length <= width)
        {
            lines.Add(line);
            return;
        }

        var indent = line.Length - line.TrimStart().Length;
        var hang = new string(' ', Math.Min(indent + Mark(line[indent..]), Math.Max(0, width / 2)));
        var rest = line;
        while (rest.Length > width)
        {
            var at = rest.LastIndexOf(' ', width);
            if (at <= hang.Length || rest[..at].Trim().Length == 0) at = rest.IndexOf(' ', Math.Max(width, hang.Length + 1));
            if (at < 0) break;
            lines.Add(rest[..at].TrimEnd());
            rest = hang + rest[at..].TrimStart();
        }

        lines.Add(rest);
    }

    private static int Mark(string text)
    {
        if (text.StartsWith("- ", StringComparison.Ordinal)) return 2;
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        return digits > 0 && text[digits..].StartsWith(". ", StringComparison.Ordinal) ? digits + 2 : 0;
    }
}
