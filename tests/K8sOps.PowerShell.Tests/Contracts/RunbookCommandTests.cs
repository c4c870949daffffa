using System.Text.RegularExpressions;

namespace K8sOps.Tests.Contracts;

/// <summary>What a finding tells one to type can be typed.</summary>
public partial class RunbookCommandTests
{
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

    [GeneratedRegex(@"""([A-Z][a-z]+-(?:K8s|Flux)[A-Za-z]+)""")]
    private static partial Regex Remedy();
}
