using System.Text.RegularExpressions;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Documents;

public sealed partial class RunbookTests
{
    private static readonly string s_text = Repository.Read("runbooks/kubernetes.md");

    public static TheoryData<string> CheckIds => [.. Systems.All.SelectMany(s => s.Checks).Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(CheckIds))]
    public void The_runbook_has_the_symptom_of_a_check_and_names_the_check_there(string id)
    {
        var info = Systems.All.SelectMany(s => s.Checks).Single(c => c.Id == id);
        var text = Repository.Read($"runbooks/{info.Runbook}.md");
        Assert.Contains($"`{id}`", Label(Section(text, $"### Symptom: {info.Symptom}"), "Checks"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_symptom_is_reached_from_a_check_that_exists()
    {
        var known = Systems.All.SelectMany(s => s.Checks).ToDictionary(c => c.Id, c => c.Symptom);
        foreach (var symptom in Symptoms())
        {
            var ids = CodeSpan().Matches(Label(Section(s_text, "### Symptom: " + symptom), "Checks")).Select(m => m.Groups[1].Value).ToList();
            Assert.NotEmpty(ids);
            Assert.All(ids, id => Assert.Equal(symptom, known[id]));
        }
    }

    [Fact]
    public void Sections_stand_in_the_order_of_the_format()
        => Assert.Equal(["Overview", "Parameters", "Quick Reference", "Symptoms", "Diagnosis", "Resolution Procedures", "Common Issues", "Related Runbooks"],
            Regex.Matches(s_text, "^## (.+)$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value));

    [Fact]
    public void Symptoms_steps_and_procedures_carry_their_labels_in_order()
    {
        foreach (Match heading in Headings().Matches(s_text))
        {
            string[] expected = heading.Groups[1].Value switch
            {
                "Symptom" => ["Indicators", "Related Alerts", "Checks", "Go to"],
                "Procedure" => ["When to Use", "Prerequisites", "Steps", "Rollback"],
                _ => ["Expected Output", "If Abnormal"],
            };
            var labels = Regex.Matches(Section(s_text, heading.Value), @"^\*\*([^*]+):\*\*", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value);
            Assert.Equal(expected, labels);
        }
    }

    [Fact]
    public void Every_step_of_a_procedure_has_a_block_and_a_verification()
    {
        foreach (var procedure in Headings().Matches(s_text).Where(m => m.Groups[1].Value == "Procedure"))
        {
            foreach (var step in Regex.Split(Section(s_text, procedure.Value), @"^\d+\. ", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Skip(1))
            {
                Assert.Matches(@"```powershell( manual)?\n", step);
                Assert.Matches(@"\*\*Verify:\*\* [^\n]+\n\s+```powershell verify( timeout=\d+[hms])?( every=\d+[hms])?\n", step);
            }
        }
    }

    [Fact]
    public void Every_link_leads_somewhere()
    {
        foreach (var file in (string[])["runbooks/kubernetes.md", "docs/checks.md", "docs/errors.md", "docs/index.md"])
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

    [Fact]
    public void Every_alert_is_spelled_as_in_the_table_of_alerts()
    {
        var known = Regex.Matches(Section(Repository.Read("docs/checks.md"), "## Alerts"), "^\\| `(Kube\\w+)` \\|", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.NotEmpty(known);
        foreach (var symptom in Symptoms())
        {
            var alerts = Label(Section(s_text, "### Symptom: " + symptom), "Related Alerts").Trim();
            if (alerts != "none") Assert.All(alerts.Split(", "), alert => Assert.Contains(alert, known));
        }
    }

    [Fact]
    public void Every_variable_is_Cluster_a_parameter_or_a_constant()
    {
        var known = Parameters().Concat(["Cluster", "_", "null", "true", "false"]).ToHashSet(StringComparer.Ordinal);
        foreach (Match block in Regex.Matches(s_text, "```powershell[^\n]*\n(.*?)```", RegexOptions.Singleline, TimeSpan.FromSeconds(1)))
        {
            Assert.All(Regex.Matches(block.Groups[1].Value, @"\$(\w+)", RegexOptions.None, TimeSpan.FromSeconds(1)), v => Assert.Contains(v.Groups[1].Value, known));
        }
    }

    [Fact]
    public void Every_parameter_is_used_and_what_deletes_has_no_default()
    {
        Assert.All(Parameters(), p => Assert.Matches($@"```powershell[^`]*\${p}\b", s_text));
        Assert.Contains("| Namespace | string | |", s_text, StringComparison.Ordinal);
        Assert.Contains("| PodName | string | |", s_text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_parameter_that_a_check_hands_over_is_in_the_table()
    {
        var handed = Repository.Sources().Where(f => f.Contains("/Kubernetes/Checks/", StringComparison.Ordinal))
            .SelectMany(f => File.ReadLines(f).Where(l => l.Contains("= Parameters(", StringComparison.Ordinal)))
            .SelectMany(l => Regex.Matches(l, "\\(\"(\\w+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value)).Distinct().ToList();
        Assert.NotEmpty(handed);
        Assert.All(handed, name => Assert.Contains(name, Parameters()));
    }

    [Fact]
    public void Every_check_has_its_row_in_the_list_of_checks()
        => Assert.All(Systems.All.SelectMany(s => s.Checks), c => Assert.Contains($"| `{c.Id}` |", Repository.Read("docs/checks.md"), StringComparison.Ordinal));

    [Fact]
    public void The_index_links_every_runbook()
        => Assert.All(Directory.EnumerateFiles(Path.Combine(Repository.Root, "runbooks"), "*.md"), f => Assert.Contains($"(../runbooks/{Path.GetFileName(f)})", Repository.Read("docs/index.md"), StringComparison.Ordinal));

    private static IEnumerable<string> Symptoms() => Regex.Matches(s_text, "^### Symptom: (.+)$", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value);

    private static List<string> Parameters() => [.. Regex.Matches(Section(s_text, "## Parameters"), @"^\| (\w+) \| \w+ \|", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value).Where(p => p != "Parameter")];

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
