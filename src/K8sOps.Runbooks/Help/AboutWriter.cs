using K8sOps.Text;

namespace K8sOps.Runbooks.Help;

/// <summary>
/// Writes an about topic. PowerShell shows the file as it is, and takes its fifth line as the synopsis, whatever stands there;
/// so the head is always the same five lines.
/// </summary>
public static class AboutWriter
{
    private const int Width = 80;
    private const int CodeIndent = 8;

    /// <summary>The text of the topic, with LF; null when the page lacks what a topic must have.</summary>
    /// <param name="file">The page's file; its name without the ending is the topic, and its title.</param>
    /// <param name="text">The Markdown: a title, "## Short description" with one sentence, and any sections after it.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static string? Write(string file, string text, ICollection<HelpProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(problems);
        var topic = Path.GetFileNameWithoutExtension(file);
        void Error(MarkdownBlock? where, string message) => problems.Add(new HelpProblem(file, where?.Line ?? 1, where?.Column ?? 1, true, message));

        void Check(IEnumerable<MarkdownBlock> blocks)
        {
            foreach (var code in blocks.OfType<MarkdownCode>())
            {
                if (!code.IsClosed) Error(code, "This block of code has no end: its closing fence is missing.");
                if (code.Text.Split('\n').Max(l => l.Length) > Width - CodeIndent) Error(code, $"A line of this code is longer than the {Width - CodeIndent} characters that a topic has for it.");
            }
        }

        var roots = Markdown.Parse(text).Sections;
        if (roots.Count != 1 || roots[0].Heading.Level != 1 || roots[0].Title != topic)
        {
            Error(roots.Count > 0 ? roots[0].Heading : null, $"A topic has one title, which is its file's name: \"# {topic}\".");
            return null;
        }

        var page = roots[0];
        foreach (var stray in page.Blocks.Where(b => b is not MarkdownHtml)) Error(stray, "Text before the first section is not shown anywhere.");
        if (page.Sections.Count == 0 || page.Sections[0].Title != "Short description" || page.Sections[0].Blocks is not [MarkdownParagraph summary])
        {
            Error(page.Heading, "The first section is \"## Short description\", and holds one sentence.");
            return null;
        }

        var synopsis = HelpText.Inline(summary.Inlines).Trim();
        if (synopsis.Length > Width - 4 || synopsis.Contains('\n', StringComparison.Ordinal)) Error(summary, $"The short description has {synopsis.Length} characters; it must fit one line of {Width - 4}.");
        var lines = new List<string> { "TOPIC", "    " + topic, "", "SHORT DESCRIPTION", "    " + synopsis.Replace('\n', ' ') };
        foreach (var section in page.Sections.Skip(1))
        {
            lines.Add("");
            lines.Add(section.Title.ToUpperInvariant());
            Check(section.Blocks);
            Blocks(lines, section.Blocks, first: true);
            foreach (var part in section.Sections)
            {
                lines.Add("");
                lines.Add("  " + part.Title);
                Check(part.Blocks);
                Blocks(lines, part.Blocks, first: true);
                foreach (var deep in part.Sections) Error(deep.Heading, "A topic has headings of two levels under its title.");
            }
        }

        return string.Join('\n', lines.Select(l => l.TrimEnd())) + "\n";
    }

    private static void Blocks(List<string> lines, IReadOnlyList<MarkdownBlock> blocks, bool first)
    {
        foreach (var block in blocks)
        {
            // Code stands out by its indentation.
            var indent = block is MarkdownCode ? CodeIndent : 4;
            foreach (var paragraph in HelpText.Paragraphs([block]))
            {
                if (!first) lines.Add("");
                first = false;
                var wrapped = block is MarkdownCode ? [.. paragraph.Split('\n')] : TextWrap.Wrap(paragraph, Width - indent);
                lines.AddRange(wrapped.Select(l => new string(' ', indent) + l));
            }
        }
    }
}
