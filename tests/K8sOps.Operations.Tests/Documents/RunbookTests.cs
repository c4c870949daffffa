using System.Text.RegularExpressions;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Documents;

public sealed partial class RunbookTests
{
    private static readonly IReadOnlyList<string> s_runbooks = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "runbooks"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Runbooks => [.. s_runbooks];

    public static TheoryData<string> RunbooksOfChecks => [.. Systems.All.SelectMany(s => s.Checks).Select(c => c.Runbook).OfType<string>().Distinct(StringComparer.Ordinal)];

    public static TheoryData<string> CheckIds => [.. Systems.All.SelectMany(s => s.Checks).Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(CheckIds))]
    public void The_runbook_has_the_symptom_of_a_check_and_names_the_check_there(string id)
    {
        var info = Systems.All.SelectMany(s => s.Checks).Single(c => c.Id == id);
        var text = Repository.Read($"runbooks/{info.Runbook}.md");
        Assert.Contains($"`{id}`", Label(Section(text, $"### Symptom: {info.Symptom}"), "Checks"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RunbooksOfChecks))]
    public void Every_symptom_is_reached_from_a_check_that_exists(string runbook)
    {
        var known = Systems.All.SelectMany(s => s.Checks).ToDictionary(c => c.Id, c => (c.Runbook, c.Symptom));
        Assert.NotEmpty(Symptoms(runbook));
        foreach (var symptom in Symptoms(runbook))
        {
            var ids = CodeSpan().Matches(Label(Section(Read(runbook), "### Symptom: " + symptom), "Checks")).Select(m => m.Groups[1].Value).ToList();
            Assert.NotEmpty(ids);
            Assert.All(ids, id => Assert.Equal((runbook, symptom), known[id]));
        }
    }

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Sections_stand_in_the_order_of_the_format(string runbook)
        => Assert.Equal(["Overview", "Parameters", "Quick Reference", "Symptoms", "Diagnosis", "Resolution Procedures", "Common Issues", "Related Runbooks"],
            Regex.Matches(Read(runbook), "^## (.+)$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value));

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Symptoms_steps_and_procedures_carry_their_labels_in_order(string runbook)
    {
        foreach (Match heading in Headings().Matches(Read(runbook)))
        {
            string[] expected = heading.Groups[1].Value switch
            {
                "Symptom" => ["Indicators", "Related Alerts", "Checks", "Go to"],
                "Procedure" => ["When to Use", "Prerequisites", "Steps", "Rollback"],
                _ => ["Expected Output", "If Abnormal"],
            };
            var labels = Regex.Matches(Section(Read(runbook), heading.Value), @"^\*\*([^*]+):\*\*", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value);
            Assert.Equal(expected, labels);
        }
    }

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Every_step_of_a_procedure_has_a_block_and_a_verification(string runbook)
    {
        var procedures = Headings().Matches(Read(runbook)).Where(m => m.Groups[1].Value == "Procedure").ToList();
        Assert.NotEmpty(procedures);
        foreach (var procedure in procedures)
        {
            var steps = Regex.Split(Section(Read(runbook), procedure.Value), @"^\d+\. ", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Skip(1).ToList();
            Assert.NotEmpty(steps);
            foreach (var step in steps)
            {
                Assert.Matches(@"```powershell( manual)?\n", step);
                Assert.Matches(@"\*\*Verify:\*\* [^\n]+\n\s+```powershell verify( timeout=\d+[hms])?( every=\d+[hms])?\n", step);
            }
        }
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        foreach (var file in (string[])[.. s_runbooks.Select(r => $"runbooks/{r}.md"), "docs/checks.md", "docs/errors.md", "docs/index.md"])
        {
            var text = Repository.Read(file);
            foreach (Match link in Links().Matches(text))
            {
                var (path, anchor) = link.Groups[1].Value.Split('#', 2) is [var p, var a] ? (p, a) : (link.Groups[1].Value, null);
                if (path.StartsWith("http", StringComparison.Ordinal)) continue;
                var target = path.Length == 0 ? Path.Combine(Repository.Root, file) : Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, path));
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{file}: {link.Value}");
                if (anchor is not null) Assert.True(Anchors(File.ReadAllText(target)).Contains(anchor), $"{file}: {link.Value}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Every_alert_is_spelled_as_in_the_table_of_alerts(string runbook)
    {
        var known = Regex.Matches(Section(Repository.Read("docs/checks.md"), "## Alerts"), "^\\| `(\\w+)` \\|", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.NotEmpty(known);
        foreach (var symptom in Symptoms(runbook))
        {
            var alerts = Label(Section(Read(runbook), "### Symptom: " + symptom), "Related Alerts").Trim();
            if (alerts != "none") Assert.All(alerts.Split(", "), alert => Assert.Contains(alert, known));
        }
    }

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Every_variable_is_Cluster_a_parameter_or_a_constant(string runbook)
    {
        var known = Parameters(runbook).Concat(["Cluster", "_", "null", "true", "false"]).ToHashSet(StringComparer.Ordinal);
        foreach (Match block in Regex.Matches(Read(runbook), "```powershell[^\n]*\n(.*?)```", RegexOptions.Singleline, TimeSpan.FromSeconds(1)))
        {
            Assert.All(Regex.Matches(block.Groups[1].Value, @"\$(\w+)", RegexOptions.None, TimeSpan.FromSeconds(1)), v => Assert.Contains(v.Groups[1].Value, known));
        }
    }

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Every_parameter_is_used_and_what_deletes_has_no_default(string runbook)
    {
        Assert.All(Parameters(runbook), p => Assert.Matches($@"```powershell[^`]*\${p}\b", Read(runbook)));
        // A pattern in their place would delete, or suspend, whatever it matches.
        string[] bare = runbook switch
        {
            "kubernetes" => ["Namespace | string", "PodName | string"],
            "flux" => ["Namespace | string", "AppName | string"],
            _ => ["OsdId | int", "Daemon | string", "Flag | string", "Node | string", "MaxBytes | size"],
        };
        foreach (var row in bare) Assert.Contains($"| {row} | |", Read(runbook), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kubernetes", "/Kubernetes/Checks/")]
    [InlineData("flux", "/Flux/Checks/")]
    public void Every_parameter_that_a_check_hands_over_is_in_the_table(string runbook, string checks)
    {
        var handed = Repository.Sources().Where(f => f.Contains(checks, StringComparison.Ordinal))
            .SelectMany(f => Regex.Matches(File.ReadAllText(f), @"[=?:] Parameters\(((?:\(""\w+"", [^()]*(?:\([^()]*\)[^()]*)*\)(?:, )?)+)", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .SelectMany(m => Regex.Matches(m.Groups[1].Value, "\\(\"(\\w+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(n => n.Groups[1].Value)).Distinct().ToList();
        Assert.True(handed.Count > 4, $"Only {string.Join(", ", handed)} were found: the scan is broken.");
        Assert.All(handed, name => Assert.Contains(name, Parameters(runbook)));
    }

    [Fact]
    public void Every_check_has_its_row_in_the_list_of_checks()
        => Assert.All(Systems.All.SelectMany(s => s.Checks), c => Assert.Contains($"| `{c.Id}` |", Repository.Read("docs/checks.md"), StringComparison.Ordinal));

    [Fact]
    public void The_index_links_every_runbook()
        => Assert.All(Directory.EnumerateFiles(Path.Combine(Repository.Root, "runbooks"), "*.md"), f => Assert.Contains($"(../runbooks/{Path.GetFileName(f)})", Repository.Read("docs/index.md"), StringComparison.Ordinal));

    private static IEnumerable<string> Symptoms(string runbook) => Regex.Matches(Read(runbook), "^### Symptom: (.+)$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value);

    private static List<string> Parameters(string runbook) => [.. Regex.Matches(Section(Read(runbook), "## Parameters"), @"^\| (\w+) \| \w+ \|", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value).Where(p => p != "Parameter")];

    private static string Read(string runbook) => Repository.Read($"runbooks/{runbook}.md");

    /// <summary>The text from a heading to the next of its level or above.</summary>
    private static string Section(string text, string heading)
    {
        var start = text.IndexOf(heading + "\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"There is no heading '{heading}'.");
        var level = heading.TakeWhile(c => c == '#').Count();
        var end = Regex.Match(text[(start + heading.Length)..], $"^#{{1,{level}}} ", RegexOptions.Multiline, TimeSpan.FromSeconds(1));
        return end.Success ? text.Substring(start, heading.Length + end.Index) : text[start..];
    }

    private static string Label(string section, string label) => Regex.Match(section, $@"^\*\*{label}:\*\*(.*)$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Groups[1].Value;

    private static HashSet<string> Anchors(string text) => [.. Regex.Matches(text, "^#+ (.+)$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(m => Regex.Replace(m.Groups[1].Value.ToLowerInvariant(), @"[^\w\- ]", "", RegexOptions.None, TimeSpan.FromSeconds(1)).Replace(' ', '-'))];

    [GeneratedRegex(@"^### (?:(Symptom|Procedure)|Step \d+): .+$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();
}
