using System.Text;

namespace K8sOps.Runbooks;

/// <summary>Pieces of PowerShell source.</summary>
internal static class PowerShellText
{
    /// <summary>A text in single quotes. PowerShell takes the typographic ones for quotes as well.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('\'');
        foreach (var c in text)
        {
            if (IsQuote(c)) quoted.Append(c);
            quoted.Append(c);
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>A running text as an argument: in its line when it is short, else broken into lines of its own.</summary>
    public static string Prose(string text, string indent)
    {
        const int Width = 110;
        var lines = text.Split('\n');
        if (lines.Length == 1 && text.Length <= Width - indent.Length - 24) return Quote(text);
        var broken = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            // A line break that is meant would be joined again, but before an item of a list, and in code.
            if (i > 0 && lines[i].Length > 0 && lines[i - 1].Length > 0 && !lines[i].StartsWith("- ", StringComparison.Ordinal) && !lines[i].StartsWith("    ", StringComparison.Ordinal)) broken.Add("");
            broken.AddRange(FlowText.Wrap(lines[i], Width - indent.Length - 4));
        }

        return Quote(Lines(string.Join('\n', broken), indent));
    }

    /// <summary>Lines of text as an argument, each as it is.</summary>
    public static string Verbatim(string text, string indent) => text.Contains('\n', StringComparison.Ordinal) || text.Length > 80 ? Quote(Lines(text, indent)) : Quote(text);

    /// <summary>A script block as an argument, its code indented; code with a here-string stays at its column, or its end would not be found.</summary>
    public static string Block(string code, string indent)
    {
        var inner = code.Contains("@'", StringComparison.Ordinal) || code.Contains("@\"", StringComparison.Ordinal) ? "" : indent + "    ";
        return "{\n" + string.Concat(code.Split('\n').Select(l => l.Length == 0 ? "\n" : inner + l + "\n")) + indent + "}";
    }

    private static string Lines(string text, string indent) => "\n" + string.Join('\n', text.Split('\n').Select(l => l.Length == 0 ? "" : indent + "    " + l));

    private static bool IsQuote(char c) => c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B';
}
