using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>Reads a runbook. It never fails, and never stops at the first thing that is wrong.</summary>
public static partial class RunbookReader
{
    /// <summary>The sections of the format, in its order; further ones may stand between the overview and the common issues.</summary>
    private static readonly string[] s_sections = ["Overview", "Parameters", "Quick Reference", "Symptoms", "Diagnosis", "Resolution Procedures", "Common Issues", "Related Runbooks"];

    /// <summary>Reads a text.</summary>
    /// <param name="name">The runbook's name: its file's, without the ending.</param>
    /// <param name="path">The file, or null for a text from nowhere.</param>
    /// <param name="text">The Markdown.</param>
    public static RunbookReading Read(string name, string? path, string text)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        var lines = (text.StartsWith('\uFEFF') ? text[1..] : text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)));
        var context = new ReadingContext(name);
        var document = Markdown.Parse(lines);
        var sections = Sections(document, context, out var title);
        MarkdownSection? Find(string wanted) => sections.FirstOrDefault(s => string.Equals(s.Title, wanted, StringComparison.OrdinalIgnoreCase));

        context.Parameters = TableReader.Parameters(Find("Parameters"), context);
        var overview = Find("Overview") is { } about ? ReadingContext.Plain(Flatten(about)) : "";
        if (Find("Overview") is { } empty && overview.Length == 0) context.Problems.Add(RunbookRules.Section, empty.Heading, "The overview is empty.");
        var runbook = new Runbook
        {
            Name = name,
            Title = title ?? name,
            Synopsis = FirstSentence(overview),
            Overview = overview,
            Path = path,
            Text = lines,
            Hash = hash,
            Parameters = context.Parameters,
            QuickReference = TableReader.QuickReference(Find("Quick Reference"), context),
            Symptoms = SymptomReader.Read(Find("Symptoms"), context),
            Diagnosis = [.. StepReader.Diagnosis(Find("Diagnosis"), context).Select(Complete)],
            Procedures = [.. ProcedureReader.Read(Find("Resolution Procedures"), context).Select(p => p with { Steps = [.. p.Steps.Select(Complete)] })],
            CommonIssues = TableReader.Issues(Find("Common Issues"), context),
        };
        Related(Find("Related Runbooks"), context);
        Unclaimed(document, context);
        Dots(lines, context);
        return new RunbookReading
        {
            Runbook = runbook,
            Problems = context.Problems.InOrder,
            Blocks = [.. context.Blocks.OrderBy(b => b.Line)],
            Mentions = context.Mentions,
            Document = document,
        };

        RunbookStep Complete(RunbookStep step) => step with { Path = path, Hash = hash };
    }

    /// <summary>The sections under the title; where a text has no title, its first headings.</summary>
    private static IReadOnlyList<MarkdownSection> Sections(MarkdownDocument document, ReadingContext context, out string? title)
    {
        var roots = document.Sections;
        var root = roots.FirstOrDefault(r => r.Heading.Level == 1);
        title = root?.Title is { Length: > 0 } words ? words : null;
        if (root is null) context.Problems.Add(RunbookRules.Section, roots.Count > 0 ? roots[0].Heading : null, "There is no title: \"# … Runbook\".");
        else if (!root.Title.EndsWith(" Runbook", StringComparison.Ordinal)) context.Problems.Add(RunbookRules.Section, root.Heading, "The title ends with \"Runbook\".");
        foreach (var other in roots.Where(r => r != root && root is not null)) context.Problems.Add(RunbookRules.Section, other.Heading, "A runbook has one title, and everything stands under it.");
        var sections = root is null ? roots : [.. root.Sections, .. roots.Where(r => r != root).SelectMany(r => r.Heading.Level == 1 ? r.Sections : [r])];
        Order(sections, root, context);
        return sections;
    }

    private static void Order(IReadOnlyList<MarkdownSection> sections, MarkdownSection? root, ReadingContext context)
    {
        var last = -1;
        foreach (var section in sections)
        {
            var index = Array.FindIndex(s_sections, s => string.Equals(s, section.Title, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                if (last < 0) context.Problems.Add(RunbookRules.Section, section.Heading, "The first section is \"## Overview\".");
                else if (last >= Array.IndexOf(s_sections, "Common Issues")) context.Problems.Add(RunbookRules.Section, section.Heading, $"\"{section.Title}\" is a section of your own: it stands before \"Common Issues\".");
                continue;
            }

            if (section.Title != s_sections[index]) context.Problems.Add(RunbookRules.Section, section.Heading, $"The section is spelled \"{s_sections[index]}\".");
            if (section.Heading.Level != 2) context.Problems.Add(RunbookRules.Section, section.Heading, $"\"{section.Title}\" is a heading of the second level (##).");
            if (sections.First(s => string.Equals(s.Title, section.Title, StringComparison.OrdinalIgnoreCase)) != section) context.Problems.Add(RunbookRules.Section, section.Heading, $"There are two sections \"{section.Title}\".");
            else if (index < last) context.Problems.Add(RunbookRules.Section, section.Heading, $"\"{section.Title}\" stands before \"{s_sections[last]}\": {string.Join(", ", s_sections)}.");
            last = Math.Max(last, index);
        }

        foreach (var missing in s_sections.Where(s => s != "Parameters" && !sections.Any(x => string.Equals(x.Title, s, StringComparison.OrdinalIgnoreCase))))
        {
            context.Problems.Add(RunbookRules.Section, root?.Heading, $"The section \"## {missing}\" is missing.");
        }
    }

    private static void Related(MarkdownSection? section, ReadingContext context)
    {
        if (section is null) return;
        var items = section.Blocks.OfType<MarkdownList>().SelectMany(l => l.Items).ToList();
        if (items.Count == 0) context.Problems.Add(RunbookRules.Section, section.Heading, "Related runbooks are a list of links, each with when to use it.");
        foreach (var item in items)
        {
            var links = MarkdownWalk.Links(item).ToList();
            var words = ReadingContext.Plain(item.Blocks);
            if (links.Count == 0) context.Problems.Add(RunbookRules.Section, item, "A related runbook is a link.");
            else if (words.Length < links.Sum(l => l.Text.Length) + 5) context.Problems.Add(RunbookRules.Section, item, $"It is not said when to use {links[0].Text}.");
        }
    }

    /// <summary>Blocks that belong to no step: those of overviews and sections of one's own are examples; what verifies or takes back nothing is wrong.</summary>
    private static void Unclaimed(MarkdownDocument document, ReadingContext context)
    {
        foreach (var code in document.Blocks.SelectMany(MarkdownWalk.Blocks).OfType<MarkdownCode>())
        {
            if (!code.IsClosed) context.Problems.Add(RunbookRules.Fence, code, "This block of code has no end: its closing fence is missing.");
            if (context.IsClaimed(code) || !FenceInfo.IsPowerShell(code, context.Problems)) continue;
            var fence = FenceInfo.Read(code, context.Problems);
            if (fence.Kind is RunbookBlockKind.Verify or RunbookBlockKind.Rollback) context.Misplaced(code, "The block belongs to no step: within a procedure, what belongs to a step is indented under its number.");
            else context.Claim(code, fence.Kind, RunbookSection.Unknown, null);
        }
    }

    /// <summary>PowerShell reads such a line in a script's help as a keyword, does not know it, and shows no help at all.</summary>
    private static void Dots(string text, ReadingContext context)
    {
        foreach (var line in Dot().EnumerateMatches(text))
        {
            var number = text.AsSpan(0, line.Index).Count('\n') + 1;
            context.Problems.Add(RunbookRules.Help, number, line.Length, "A line that begins with a dot and a word makes the help of the script vanish: begin it with another word.");
        }
    }

    private static IEnumerable<MarkdownBlock> Flatten(MarkdownSection section) => section.Blocks.Concat(section.Sections.SelectMany(s => new MarkdownBlock[] { s.Heading }.Concat(Flatten(s))));

    private static string FirstSentence(string text)
    {
        var paragraph = text.Split("\n\n")[0].Replace('\n', ' ');
        var end = SentenceEnd().Match(paragraph);
        return end.Success ? paragraph[..(end.Index + 1)] : paragraph;
    }

    [GeneratedRegex(@"[.!?](?=\s+[\p{Lu}`""(])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"^[ \t>]*[.](?=[A-Za-z])", RegexOptions.Multiline)]
    private static partial Regex Dot();
}
