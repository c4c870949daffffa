using System.Reflection;
using System.Text.Json.Nodes;
using K8sOps.Engine;
using K8sOps.Text;

namespace K8sOps.Tests.Contracts;

public class PermissionContractTests
{
    public static TheoryData<string> Commands { get; } = [.. Repository.Commands.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_page_of_a_command_lists_the_permissions_that_the_command_declares(string command)
    {
        var declared = Declared(command);
        var section = Markdown.Parse(File.ReadAllText(Repository.In("docs", "cmdlets", command + ".md"))).Sections[0].Find("Permissions")!;
        var listed = section.Blocks.OfType<MarkdownCode>().Where(c => c.Language == "yaml").SelectMany(c => Listed(Yaml.Parse(c.Text))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(declared, listed);
        // A command that needs nothing says so, and one that says so needs nothing.
        var saysNone = section.Blocks is [MarkdownParagraph first, ..] && first.Text.StartsWith("None:", StringComparison.Ordinal);
        Assert.Equal(declared.Count == 0, saysNone);
    }

    [Fact]
    public void Only_commands_that_ask_no_cluster_declare_nothing()
        => Assert.Equal(["Export-RunbookReport", "Export-RunbookScript", "Find-Runbook", "Get-K8sRole", "Get-Runbook", "Get-RunbookRun", "Get-RunbookStep", "New-Runbook", "New-RunbookStep", "Test-Runbook", "Use-K8sCluster"], Repository.Commands.Where(c => Declared(c.Name).Count == 0).Select(c => c.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void What_is_only_for_a_parameter_names_one_that_the_command_has()
    {
        foreach (var command in Repository.Commands)
        {
            var named = TypeOf(command.Name).GetCustomAttributes<PermissionAttribute>().Select(p => p.OnlyFor).OfType<string>();
            Assert.All(named, n => Assert.Contains(command.Parameters, p => "-" + p.Name == n));
        }
    }

    [Fact]
    public void What_runs_programs_in_containers_needs_both_verbs()
    {
        // A WebSocket is a GET: servers before 1.35 ask for get, newer ones for create as well.
        foreach (var command in Repository.Commands.Select(c => Declared(c.Name)).Where(d => d.Any(r => r.EndsWith(" pods/exec", StringComparison.Ordinal)))) Assert.Superset(new HashSet<string> { "get pods/exec", "create pods/exec" }, command.ToHashSet());
    }

    private static Type TypeOf(string command) => Repository.TypeNamed(Repository.Commands.Single(c => c.Name == command).ClassName)!;

    private static List<string> Declared(string command) =>
        [.. TypeOf(command).GetCustomAttributes<PermissionAttribute>().SelectMany(p => p.Verbs.Select(v => $"{v} {PermissionRule.Parse(p.Resource, v).QualifiedName}")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Listed(JsonNode? rules)
    {
        foreach (var rule in rules!.AsArray())
        {
            static string[] Words(JsonNode? list) => [.. (list as JsonArray ?? []).Select(w => (string)w!)];
            foreach (var verb in Words(rule!["verbs"]))
            {
                foreach (var path in Words(rule["nonResourceURLs"])) yield return $"{verb} {path}";
                foreach (var group in Words(rule["apiGroups"]))
                {
                    foreach (var resource in Words(rule["resources"])) yield return $"{verb} {new PermissionRule(group, resource, verb).QualifiedName}";
                }
            }
        }
    }
}
