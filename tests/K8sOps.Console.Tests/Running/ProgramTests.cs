using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using K8sOps.Console.Running;

namespace K8sOps.Console.Tests.Running;

/// <summary>The whole program, with the real commands, views and help, on the sandbox of this process.</summary>
public class ProgramTests
{
    [Fact]
    public void Without_arguments_it_breaks_a_platform_finds_it_and_names_the_next_command_of_each_finding()
    {
        var (code, output, error) = Run();
        Assert.Equal(0, code);
        Assert.Equal("", error);
        foreach (var id in new[] { "K8S.POD_CRASHING", "K8S.CLAIM_UNBOUND", "K8S.NODE_NOT_READY" }) Assert.Contains(id, output, StringComparison.Ordinal);
        Assert.Equal(Regex.Count(output, @"^  (Fail|Warn) ", RegexOptions.Multiline), Regex.Count(output, @"^ +next: \S", RegexOptions.Multiline));
        Assert.DoesNotContain("\u001b", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_comes_from_the_views_of_the_module()
    {
        var (code, output, _) = Run("Get-K8sNode", "-Cluster", "sandbox-infra");
        Assert.Equal(0, code);
        Assert.Matches(@"^Cluster +Name +Status +Roles +Age +Version +InternalIP", output.TrimStart());
        Assert.Contains("infra-cp-01", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_every_property_under_its_own_name()
    {
        var (_, output, _) = Run("Get-K8sNode", "infra-cp-01", "-Cluster", "sandbox-infra", "-Output", "json");
        var node = Assert.IsType<JsonObject>(JsonNode.Parse(output) is JsonArray { Count: 1 } array ? array[0] : JsonNode.Parse(output));
        Assert.Equal("infra-cp-01", node["Name"]!.ToString());
        Assert.True(node.ContainsKey("MemoryCapacityBytes"));
    }

    [Fact]
    public void Help_is_that_of_Get_Help()
    {
        var (code, output, _) = Run("help", "Get-K8sPod");
        Assert.Equal(0, code);
        Assert.Contains("SYNOPSIS", output, StringComparison.Ordinal);
        Assert.Contains("-Unhealthy", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help", "serve")]
    [InlineData("serve", "--help")]
    public void Serving_has_help_too(params string[] arguments)
    {
        var (code, output, _) = Run(arguments);
        Assert.Equal(0, code);
        Assert.Contains("--kubeconfig PATH", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_said_on_stderr_with_the_remedy_and_in_the_exit_code()
    {
        var (code, output, error) = Run("Get-K8sPod", "-Cluster", "nosuchcluster");
        Assert.Equal(1, code);
        Assert.Equal("", output);
        Assert.Contains("nosuchcluster", error, StringComparison.Ordinal);
        Assert.Contains("Get-K8sCluster", error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var code = ConsoleProgram.Run(arguments, new ConsoleSettings { Out = output, Error = error, Width = 120 }, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
