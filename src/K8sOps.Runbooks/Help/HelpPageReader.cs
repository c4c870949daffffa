using K8sOps.Text;

namespace K8sOps.Runbooks.Help;

/// <summary>Reads a command's page. It never stops at the first thing that is wrong.</summary>
public sealed class HelpPageReader
{
    private static readonly string[] s_sections = ["Synopsis", "Description", "Examples", "Parameters", "Outputs", "Permissions", "Notes", "Related"];
    private static readonly string[] s_required = ["Synopsis", "Description", "Examples"];

    private readonly string _file;
    private readonly ICollection<HelpProblem> _problems;

    private HelpPageReader(string file, ICollection<HelpProblem> problems)
    {
        _file = file;
        _problems = problems;
    }

    /// <summary>Reads a page from its text.</summary>
    /// <param name="file">The file's name; without its ending it is the command's name, which the page's title must be too.</param>
    /// <param name="text">The Markdown.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>The page, or null when it has no title to hold it together.</returns>
    public static HelpPage? Read(string file, string text, ICollection<HelpProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(problems);
        return new HelpPageReader(file, problems).Read(text);
    }

    private HelpPage? Read(string text)
    {
        var name = Path.GetFileNameWithoutExtension(_file);
        var document = Markdown.Parse(text);
        var roots = document.Sections;
        if (roots.Count != 1 || roots[0].Heading.Level != 1)
        {
            var where = roots.FirstOrDefault(r => r.Heading.Level != 1) ?? roots.Skip(1).FirstOrDefault();
            Error(where?.Heading, $"A command's page has one title, \"# {name}\", and everything stands under it.");
            return null;
        }

        var page = roots[0];
        if (page.Title != name) Error(page.Heading, $"The title is \"{page.Title}\"; after the file's name it must be \"{name}\".");
        foreach (var stray in document.Preamble.Concat(page.Blocks).Where(b => b is not MarkdownHtml)) Error(stray, "Text outside of a section is not shown anywhere.");
        foreach (var section in page.Sections)
        {
            if (!s_sections.Contains(section.Title, StringComparer.Ordinal)) Error(section.Heading, $"There is no section \"{section.Title}\" in a command's page; there are {string.Join(", ", s_sections)}.");
            else if (section.Heading.Level != 2) Error(section.Heading, $"\"{section.Title}\" is a heading of the second level (##).");
        }

        foreach (var twice in page.Sections.GroupBy(s => s.Title, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)) Error(twice.Last().Heading, $"There are two sections \"{twice.Key}\".");
        foreach (var missing in s_required.Where(r => page.Find(r) is null)) Error(page.Heading, $"The section \"## {missing}\" is missing.");
        return new HelpPage
        {
            File = _file,
            Name = name,
            Online = FrontMatter(document, "online"),
            Synopsis = Synopsis(page.Find("Synopsis")),
            Description = Prose(page.Find("Description")),
            Examples = Examples(page.Find("Examples")),
            Parameters = [.. Entries(page.Find("Parameters")).Select(Parameter)],
            Outputs = Entries(page.Find("Outputs")),
            Permissions = Prose(page.Find("Permissions")),
            Notes = Prose(page.Find("Notes")),
            Related = Related(page.Find("Related")),
        };
    }

    /// <summary>The front matter of a page is plain <c>key: value</c> lines.</summary>
    private string? FrontMatter(MarkdownDocument document, string key)
    {
        string? found = null;
        var lines = document.FrontMatter?.Split('\n') ?? [];
        for (var i = 0; i < lines.Length; i++)
        {
            var colon = lines[i].IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) _problems.Add(new HelpProblem(_file, i + 2, 1, true, "A line of the front matter is \"key: value\"."));
            else if (lines[i][..colon].Trim() == key) found = lines[i][(colon + 1)..].Trim();
        }

        return found;
    }

    private string Synopsis(MarkdownSection? section)
    {
        if (section is null) return "";
        if (section.Blocks is [MarkdownParagraph paragraph] && section.Sections.Count == 0)
        {
            var text = HelpText.Inline(paragraph.Inlines).Trim();
            if (text.Length > 100) Error(paragraph, $"The synopsis has {text.Length} characters; a list of commands shows 100.");
            return text;
        }

        Error(section.Heading, "The synopsis is one sentence.");
        return "";
    }

    private IReadOnlyList<string> Prose(MarkdownSection? section)
    {
        if (section is null) return [];
        var blocks = Flatten(section).ToList();
        Check(blocks);
        var text = HelpText.Paragraphs(blocks);
        if (text.Count == 0) Error(section.Heading, $"The section \"{section.Title}\" is empty.");
        return text;
    }

    private static IEnumerable<MarkdownBlock> Flatten(MarkdownSection section) =>
        section.Blocks.Concat(section.Sections.SelectMany(s => new MarkdownBlock[] { s.Heading }.Concat(Flatten(s))));

    private List<HelpExample> Examples(MarkdownSection? section)
    {
        var examples = new List<HelpExample>();
        if (section is null) return examples;
        foreach (var stray in section.Blocks.Where(b => b is not MarkdownHtml)) Error(stray, "Each example stands under a heading of its own (### …).");
        foreach (var part in section.Sections)
        {
            var code = part.Blocks.OfType<MarkdownCode>().FirstOrDefault(c => c.Language == "powershell");
            if (code is null)
            {
                Error(part.Heading, "An example has a powershell block.");
                continue;
            }

            Check(part.Blocks);
            examples.Add(new HelpExample
            {
                Title = part.Title,
                Code = HelpText.Clean(code.Text).Trim('\n'),
                Remarks = HelpText.Paragraphs(part.Blocks.Where(b => b != code)),
                Line = code.TextLine,
            });
        }

        if (examples.Count < 2) Warning(section.Heading, $"There should be at least two examples; there {(examples.Count == 1 ? "is 1" : "are 0")}.");
        return examples;
    }

    private List<HelpEntry> Entries(MarkdownSection? section)
    {
        var entries = new List<HelpEntry>();
        if (section is null) return entries;
        foreach (var part in section.Sections)
        {
            Check(part.Blocks);
            var text = HelpText.Paragraphs(part.Blocks);
            if (text.Count == 0) Error(part.Heading, $"Nothing is said of \"{part.Title}\".");
            if (entries.Exists(e => string.Equals(e.Name, part.Title, StringComparison.OrdinalIgnoreCase))) Error(part.Heading, $"\"{part.Title}\" is described twice.");
            else entries.Add(new HelpEntry(part.Title, text, part.Heading.Line));
        }

        return entries;
    }

    private HelpEntry Parameter(HelpEntry entry)
    {
        if (!entry.Name.StartsWith('-')) _problems.Add(new HelpProblem(_file, entry.Line, 1, true, $"A parameter's heading is its name with the dash: \"### -{entry.Name}\"."));
        return entry with { Name = entry.Name.TrimStart('-') };
    }

    private List<HelpLink> Related(MarkdownSection? section)
    {
        var links = new List<HelpLink>();
        if (section is null) return links;
        foreach (var item in section.Blocks.OfType<MarkdownList>().SelectMany(l => l.Items))
        {
            if (item.Blocks is not [MarkdownParagraph paragraph])
            {
                Error(item, "A related link is one line.");
                continue;
            }

            var link = paragraph.Inlines.OfType<MarkdownLink>().FirstOrDefault();
            links.Add(link is null ? new HelpLink(paragraph.Text, "") : new HelpLink(link.Text, HelpText.IsWeb(link.Target) ? link.Target : ""));
        }

        if (links.Count == 0) Error(section.Heading, "Related links are a list.");
        return links;
    }

    private void Check(IEnumerable<MarkdownBlock> blocks)
    {
        foreach (var code in blocks.OfType<MarkdownCode>().Where(c => !c.IsClosed)) Error(code, "This block of code has no end: its closing fence is missing.");
    }

    private void Error(MarkdownBlock? where, string message) => _problems.Add(new HelpProblem(_file, where?.Line ?? 1, where?.Column ?? 1, true, message));

    private void Warning(MarkdownBlock where, string message) => _problems.Add(new HelpProblem(_file, where.Line, where.Column, false, message));
}
