using System.Text.RegularExpressions;
using K8sOps.Runbooks;
using K8sOps.Text;

namespace K8sOps.Tests.Contracts;

public partial class DocumentTests
{
    private static readonly Lazy<IReadOnlyList<CheckInfo>> s_checks = new(() =>
        [.. Systems().SelectMany(s => s.Checks)]);

    /// <summary>Every system that the module has, made as the platform's list makes them.</summary>
    private static IEnumerable<ISystem> Systems() => System.Reflection.Assembly.Load("K8sOps.Operations").GetTypes()
        .Where(t => typeof(ISystem).IsAssignableFrom(t) && t is { IsAbstract: false, IsInterface: false } && t.GetConstructor(Type.EmptyTypes) is not null)
        .Select(t => (ISystem)Activator.CreateInstance(t)!);

    private static MarkdownDocument Document(params string[] path) => Markdown.Parse(File.ReadAllText(Repository.In(path)));

    /// <summary>The code spans in the first column of a document's tables.</summary>
    private static List<string> Listed(params string[] path) =>
        [.. Document(path).Blocks.OfType<MarkdownTable>().SelectMany(t => t.Rows).Select(r => r.Cells[0].Inlines.OfType<MarkdownCodeSpan>().FirstOrDefault()?.Text).OfType<string>()];

    [Fact]
    public void Every_error_id_is_in_the_list_of_errors_and_no_other()
    {
        var used = Repository.Sources("src").Where(f => !f.Contains("K8sOps.Host", StringComparison.Ordinal)).SelectMany(f => ErrorId().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(used, Listed("docs", "errors.md").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_check_is_in_the_list_of_checks_and_no_other()
    {
        Assert.NotEmpty(s_checks.Value);
        Assert.Equal(s_checks.Value.Concat(RunbookRules.All).Select(c => c.Id).Append(RunbookRules.Valid).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), Listed("docs", "checks.md").Where(c => c.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(s_checks.Value, c => Assert.Matches("^[A-Z][A-Z0-9]*\\.[A-Z][A-Z0-9_]*$", c.Id));
    }

    [Fact]
    public void Every_check_leads_to_a_symptom_of_a_runbook_that_names_it()
    {
        foreach (var check in s_checks.Value.Where(c => c.Runbook is not null))
        {
            var file = Repository.In("runbooks", check.Runbook + ".md");
            Assert.True(File.Exists(file), $"{check.Id} leads to the runbook {check.Runbook}, which does not exist.");
            var symptoms = Document("runbooks", check.Runbook + ".md").Sections.SelectMany(s => s.Sections).FirstOrDefault(s => s.Title == "Symptoms")?.Sections ?? [];
            var symptom = symptoms.FirstOrDefault(s => s.Title == "Symptom: " + check.Symptom);
            Assert.True(symptom is not null, $"{check.Id} leads to \"Symptom: {check.Symptom}\" of {check.Runbook}, which does not exist.");
            var named = symptom.Blocks.OfType<MarkdownParagraph>().Concat(symptom.Blocks.OfType<MarkdownList>().SelectMany(l => l.Items).SelectMany(i => i.Blocks).OfType<MarkdownParagraph>()).SelectMany(p => p.Inlines).OfType<MarkdownCodeSpan>().Select(c => c.Text);
            Assert.Contains(check.Id, named);
        }
    }

    [Fact]
    public void Every_symptom_is_reached_from_a_check_or_an_alert()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.In("runbooks"), "*.md"))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            foreach (var symptom in Markdown.Parse(File.ReadAllText(file)).Sections.SelectMany(s => s.Sections).Where(s => s.Title == "Symptoms").SelectMany(s => s.Sections))
            {
                var byCheck = s_checks.Value.Any(c => c.Runbook == name && "Symptom: " + c.Symptom == symptom.Title);
                var alerts = symptom.Blocks.OfType<MarkdownParagraph>().FirstOrDefault(p => p.Text.StartsWith("Related Alerts:", StringComparison.Ordinal))?.Text;
                var byAlert = alerts is not null && !alerts.Contains("none", StringComparison.OrdinalIgnoreCase) && alerts.Length > "Related Alerts:".Length;
                Assert.True(byCheck || byAlert, $"{name}: nothing leads to \"{symptom.Title}\".");
            }
        }
    }

    [Fact]
    public void Every_link_of_every_document_leads_somewhere()
    {
        var documents = new[] { "docs", "runbooks" }.Where(f => Directory.Exists(Repository.In(f))).SelectMany(f => Directory.EnumerateFiles(Repository.In(f), "*.md", SearchOption.AllDirectories)).Concat(Directory.EnumerateFiles(Repository.Root, "*.md"));
        var broken = new List<string>();
        foreach (var file in documents)
        {
            var document = Markdown.Parse(File.ReadAllText(file));
            foreach (var link in Links(document.Blocks))
            {
                if (link.Target.Contains("://", StringComparison.Ordinal) || link.Target.StartsWith("mailto:", StringComparison.Ordinal)) continue;
                var parts = link.Target.Split('#', 2);
                var target = parts[0].Length == 0 ? file : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, Uri.UnescapeDataString(parts[0])));
                var where = $"{Path.GetRelativePath(Repository.Root, file)}({link.Line},{link.Column}): {link.Target}";
                if (!File.Exists(target) && !Directory.Exists(target)) broken.Add(where + " does not exist");
                else if (parts.Length > 1 && target.EndsWith(".md", StringComparison.Ordinal) && !Headings(Markdown.Parse(File.ReadAllText(target)).Blocks).Any(h => h.Anchor == parts[1])) broken.Add(where + " has no such heading");
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    private static IEnumerable<MarkdownHeading> Headings(IEnumerable<MarkdownBlock> blocks) => blocks.OfType<MarkdownHeading>();

    private static IEnumerable<MarkdownLink> Links(IEnumerable<MarkdownBlock> blocks) => blocks.SelectMany(b => b switch
    {
        MarkdownHeading heading => Links(heading.Inlines),
        MarkdownParagraph paragraph => Links(paragraph.Inlines),
        MarkdownList list => Links(list.Items.SelectMany(i => i.Blocks)),
        MarkdownQuote quote => Links(quote.Blocks),
        MarkdownTable table => table.Rows.Prepend(table.Header).SelectMany(r => r.Cells).SelectMany(c => Links(c.Inlines)),
        _ => [],
    });

    private static IEnumerable<MarkdownLink> Links(IEnumerable<MarkdownInline> inlines) => inlines.SelectMany(i => i switch
    {
        MarkdownLink link => [link],
        MarkdownEmphasis emphasis => Links(emphasis.Inlines),
        _ => Enumerable.Empty<MarkdownLink>(),
    });

    /// <summary>An id stands before its category, wherever an error is made.</summary>
    [GeneratedRegex(@"""([A-Z][A-Za-z0-9]+)"",\s*OperationCategory\.")]
    private static partial Regex ErrorId();
}
