using K8sOps.Runbooks.Help;

namespace K8sOps.Tests.Contracts;

public class CommandContractTests
{
    [Fact]
    public void Every_command_has_all_that_a_command_has()
    {
        Assert.NotEmpty(Repository.Commands);
        var lacking = Repository.Commands.Select(c => (c.Name, Lacks: CommandChecklist.Lacks(c).ToList())).Where(c => c.Lacks.Count > 0).ToList();
        Assert.True(lacking.Count == 0, string.Join('\n', lacking.Select(c => $"{c.Name} still lacks:\n" + string.Join('\n', c.Lacks.Select(l => "  - " + l)))));
    }

    [Fact]
    public void The_help_of_every_command_is_complete() =>
        Assert.True(Repository.Help.Problems.Count == 0, "The pages still lack:\n" + string.Join('\n', Repository.Help.Problems.Select(p => "  - " + p)));

    [Fact]
    public void Everything_in_the_examples_exists()
    {
        var wrong = new List<string>();
        foreach (var page in Directory.EnumerateFiles(Repository.In("docs", "cmdlets"), "*.md").Order(StringComparer.Ordinal))
        {
            var problems = new List<HelpProblem>();
            var examples = HelpPageReader.Read(page, File.ReadAllText(page), problems)?.Examples ?? [];
            wrong.AddRange(examples.SelectMany(e => ExampleReader.Wrong(e.Code).Select(w => $"{Path.GetRelativePath(Repository.Root, page)}({e.Line}): {w}")));
            var own = Path.GetFileNameWithoutExtension(page);
            wrong.AddRange(examples.Where(e => !e.Code.Contains(own, StringComparison.Ordinal)).Select(e => $"{Path.GetRelativePath(Repository.Root, page)}({e.Line}): the example does not use {own}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("Get-K8sPod -Nmae x", "-Nmae")]
    [InlineData("Get-K8sPods", "Get-K8sPods")]
    [InlineData("Get-K8sPod | Remove-K8sPod -Unhealthy", "-Unhealthy")]
    [InlineData("Test-K8sCluster -Quiet:$true -Foo", "-Foo")]
    public void A_wrong_command_or_parameter_in_an_example_is_found(string code, string part) => Assert.Contains(part, Assert.Single(ExampleReader.Wrong(code)), StringComparison.Ordinal);

    [Fact]
    public void What_lacks_is_said_so_that_one_can_do_it()
    {
        var unfinished = new CommandMetadata
        {
            Verb = "Remove",
            Noun = "Gizmos",
            ClassName = "K8sOps.Kube.RemoveGizmo",
            IsSealed = false,
            SupportsShouldProcess = false,
            ConfirmImpact = "Medium",
            OutputTypes = [],
            Parameters =
            [
                new ParameterMetadata { Name = "Names", Type = "System.String[]", Sets = [new ParameterSetMetadata { Position = 1 }] },
                new ParameterMetadata { Name = "Out", Type = "System.Boolean", Aliases = ["ov"], Sets = [new ParameterSetMetadata()] },
                new ParameterMetadata { Name = "Namespace", Type = "System.String", Sets = [new ParameterSetMetadata()] },
                new ParameterMetadata { Name = "Wait", Type = "System.TimeSpan", Sets = [new ParameterSetMetadata()] },
            ],
        };
        var lacks = string.Join('\n', CommandChecklist.Lacks(unfinished));
        string[] expected =
        [
            "call it RemoveGizmosCommand", "not sealed", "the noun Gizmos is plural", "SupportsShouldProcess = true", "ConfirmImpact.High", "[OutputType", "the positions are 1",
            "-Names is plural", "-Out is a bool", "Out is an abbreviation of -OutVariable", "ov is a common parameter's", "-Namespace names things", "-Wait is a TimeSpan without [Duration]",
            "docs/cmdlets/Remove-Gizmos.md", "K8sOps.psd1 does not export it", "no test under tests/ mentions it",
        ];
        Assert.All(expected, e => Assert.Contains(e, lacks, StringComparison.Ordinal));
    }
}
