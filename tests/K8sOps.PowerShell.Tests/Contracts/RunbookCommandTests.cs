using System.Text.RegularExpressions;

namespace K8sOps.Tests.Contracts;

/// <summary>What a runbook tells one to type, and what a finding does, can be typed.</summary>
public partial class RunbookCommandTests
{
    public static TheoryData<string> Runbooks { get; } = [.. Directory.EnumerateFiles(Repository.In("runbooks"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Every_command_of_a_runbook_exists_with_its_parameters(string runbook)
    {
        var text = File.ReadAllText(Repository.In("runbooks", runbook + ".md"));
        var code = Block().Matches(text).Concat(Row().Matches(text)).Select(m => m.Groups[1].Value).ToList();
        Assert.True(code.Count > 20, $"Only {code.Count} pieces of code were found: the scan is broken.");
        var wrong = code.SelectMany(ExampleReader.Wrong).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(wrong.Count == 0, $"{runbook}: {string.Join('\n', wrong)}");
    }

    [Fact]
    public void Every_remedy_of_a_check_is_a_command_that_takes_what_it_is_given()
    {
        var files = Repository.Sources("src/K8sOps.Operations").Where(f => f.Contains("/Checks/", StringComparison.Ordinal)).ToList();
        var named = files.SelectMany(f => Remedy().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(named.Count > 10, $"Only {named.Count} commands were found: the scan is broken.");
        var wrong = named.SelectMany(n => ExampleReader.Wrong(n + (n.Contains("Flux", StringComparison.Ordinal) ? " -Cluster x -Kind x -Namespace x -Name x" : " -Cluster x"))).ToList();
        wrong.AddRange(ExampleReader.Wrong("Sync-FluxApp -Reset; Suspend-FluxApp -WithSource; Set-K8sWorkload -Kind x -Namespace x -Name x -Replicas 1 -Force"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [GeneratedRegex(@"```powershell[^\n]*\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>The first column of the quick reference.</summary>
    [GeneratedRegex(@"^\| `([A-Z][a-z]+-[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"""([A-Z][a-z]+-(?:K8s|Flux)[A-Za-z]+)""")]
    private static partial Regex Remedy();
}
