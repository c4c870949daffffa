using System.Text.RegularExpressions;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Documents;

/// <summary>What the lint does not hold, because it is about these runbooks; that they pass it is tested with the commands.</summary>
public sealed class RunbookTests
{
    private static readonly IReadOnlyList<string> s_runbooks = [.. Directory.EnumerateFiles(Checkout.In("runbooks"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Runbooks => [.. s_runbooks];

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void What_deletes_has_no_default(string runbook)
    {
        // A pattern in their place would delete, suspend or uncordon whatever it matches.
        string[] bare = runbook switch
        {
            "kubernetes" => ["Namespace | string", "PodName | string", "NodeName | string"],
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
        var handed = Checkout.Sources("src").Where(f => f.Contains(checks, StringComparison.Ordinal))
            .SelectMany(f => Regex.Matches(File.ReadAllText(f), @"[=?:] Parameters\(((?:\(""\w+"", [^()]*(?:\([^()]*\)[^()]*)*\)(?:, )?)+)", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .SelectMany(m => Regex.Matches(m.Groups[1].Value, "\\(\"(\\w+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(n => n.Groups[1].Value)).Distinct().ToList();
        Assert.True(handed.Count > 4, $"Only {string.Join(", ", handed)} were found: the scan is broken.");
        Assert.All(handed, name => Assert.Contains(name, Parameters(runbook)));
    }

    [Fact]
    public void Every_check_has_its_row_in_the_list_of_checks()
        => Assert.All(Systems.All.SelectMany(s => s.Checks), c => Assert.Contains($"| `{c.Id}` |", Checkout.Read("docs/checks.md"), StringComparison.Ordinal));

    [Fact]
    public void The_index_links_every_runbook()
        => Assert.All(Directory.EnumerateFiles(Checkout.In("runbooks"), "*.md"), f => Assert.Contains($"(../runbooks/{Path.GetFileName(f)})", Checkout.Read("docs/index.md"), StringComparison.Ordinal));

    private static List<string> Parameters(string runbook) => [.. Regex.Matches(Section(Read(runbook), "## Parameters"), @"^\| (\w+) \| \w+ \|", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Select(m => m.Groups[1].Value).Where(p => p != "Parameter")];

    private static string Read(string runbook) => Checkout.Read($"runbooks/{runbook}.md");

    /// <summary>The text from a heading to the next of its level or above.</summary>
    private static string Section(string text, string heading)
    {
        var start = text.IndexOf(heading + "\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"There is no heading '{heading}'.");
        var level = heading.TakeWhile(c => c == '#').Count();
        var end = Regex.Match(text[(start + heading.Length)..], $"^#{{1,{level}}} ", RegexOptions.Multiline, TimeSpan.FromSeconds(1));
        return end.Success ? text.Substring(start, heading.Length + end.Index) : text[start..];
    }
}
