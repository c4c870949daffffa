using System.Text.Json.Nodes;
using K8sOps.Console.Fixtures;
using K8sOps.Text;

namespace K8sOps.Console.Running;

public class CommandRunnerTests
{
    [Fact]
    public void A_table_is_drawn_from_the_view()
    {
        var run = ConsoleRun.Of("Get-Widget");
        Assert.Equal("""
            Name   State     Size Both
            ----   -----     ---- ----
            alpha  Good         5 alpha+nothing
            beta   Broken       4 beta+nothing

            """, run.Out, ignoreLineEndingDifferences: true);
        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Colours_are_there_on_a_terminal_and_do_not_shift_columns()
    {
        var coloured = ConsoleRun.With(s => s with { ColorOut = true }, "Get-Widget").Out;
        Assert.Contains("\u001b[31mGood\u001b[0m", coloured, StringComparison.Ordinal);
        Assert.Equal(ConsoleRun.Of("Get-Widget").Out, Views.AnsiText.Strip(coloured));
    }

    [Fact]
    public void What_is_too_wide_is_cut_only_on_a_terminal()
    {
        const string Long = "a-name-that-is-much-too-long-for-its-column-and-for-the-rest";
        Assert.Contains("a-nam… ", ConsoleRun.Of("Get-Widget", Long).Out, StringComparison.Ordinal);
        Assert.Contains(Long + "+nothing", ConsoleRun.Of("Get-Widget", Long).Out, StringComparison.Ordinal);
        Assert.All(ConsoleRun.With(s => s with { Width = 50 }, "Get-Widget", Long).Out.Split('\n'), line => Assert.True(line.Length <= 50, line));
    }

    [Fact]
    public void Json_is_an_array_with_the_names_of_the_properties()
    {
        var json = JsonNode.Parse(ConsoleRun.Of("Get-Widget", "alpha", "-Output", "json").Out)!.AsArray();
        Assert.Equal("Good", (string?)json.Single()!["State"]);
        Assert.Equal(5, (int)json[0]!["Size"]!);
        Assert.Equal("2026-01-15T03:00:00+00:00", (string?)json[0]!["Made"]);
    }

    [Fact]
    public void Json_of_nothing_is_an_empty_array() => Assert.Equal("[]\n", ConsoleRun.Of("Get-Widget | Where-Object Name -eq nobody", "-Output", "json").Out);

    [Fact]
    public void Yaml_says_the_same_as_json()
    {
        var json = JsonNode.Parse(ConsoleRun.Of("Get-Widget", "-Output", "json").Out);
        var yaml = Yaml.Parse(ConsoleRun.Of("Get-Widget", "-Output", "yaml").Out);
        Assert.True(JsonNode.DeepEquals(json, yaml));
    }

    [Fact]
    public void Only_objects_go_to_standard_output()
    {
        var run = ConsoleRun.Of("Get-Widget", "alpha", "-Talk", "-Verbose", "-Debug", "-Output", "json");
        Assert.NotNull(JsonNode.Parse(run.Out));
        Assert.Equal(["WARNING: careful", "VERBOSE: a story", "DEBUG: a detail", "for people"], run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void An_error_goes_to_standard_error_with_its_remedy_and_the_others_go_on()
    {
        var run = ConsoleRun.Of("Get-Widget", "-Fail");
        Assert.Equal(ExitCodes.Error, run.ExitCode);
        Assert.Contains("beta", run.Out, StringComparison.Ordinal);
        Assert.Equal("Get-Widget: It went wrong, on widget x.\nTry: Repair-Widget x\n", run.Error);
    }

    [Fact]
    public void A_terminating_error_is_told_once()
    {
        var run = ConsoleRun.Of("Get-Widget", "-Terminate");
        Assert.Equal(ExitCodes.Error, run.ExitCode);
        Assert.Equal("Get-Widget: It went wrong, on widget x.\nTry: Repair-Widget x\n", run.Error);
    }

    [Theory]
    [InlineData("Get-Wodget", "There is no command 'Get-Wodget'.")]
    [InlineData("Get-Widget -Nope 1", "NamedParameter|Nope")]
    [InlineData("Get-Widget | | Get-Widget", "pipe")]
    [InlineData("Get-Widget $x", "variable")]
    public void What_is_not_understood_is_a_matter_of_usage(string line, string said)
    {
        var run = ConsoleRun.Of(line + " ");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(said.Split('|')[^1], run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public void A_command_that_is_nearly_right_is_named() => Assert.Contains("There is Get-Widget", ConsoleRun.Of("Show-Widget").Error, StringComparison.Ordinal);

    [Theory]
    [InlineData(ExitCodes.Ok, "Test-Widget Pass")]
    [InlineData(ExitCodes.Ok, "Test-Widget Warn")]
    [InlineData(ExitCodes.Ok, "Test-Widget Skip")]
    [InlineData(ExitCodes.Findings, "Test-Widget Fail")]
    [InlineData(ExitCodes.Findings, "Test-Widget Unknown")]
    [InlineData(ExitCodes.Findings, "Test-Widget Fail | Where-Object Status -ne Pass")]
    [InlineData(ExitCodes.Findings, "Test-Widget Fail -Quiet")]
    [InlineData(ExitCodes.Ok, "Test-Widget Pass -Quiet")]
    public void A_test_that_finds_something_is_seen_in_the_exit_code(int expected, string line) => Assert.Equal(expected, ConsoleRun.Of(line).ExitCode);

    [Fact]
    public void WhatIf_runs_a_quoted_pipeline_and_changes_nothing()
    {
        var run = ConsoleRun.Of("Get-Widget | Remove-Widget -WhatIf");
        Assert.Equal(2, run.Out.Split("What if: ").Length - 1);
        Assert.DoesNotContain("removed", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_anybody_to_ask_nothing_is_done()
    {
        var run = ConsoleRun.Of("Remove-Widget", "x");
        Assert.Equal(ExitCodes.Error, run.ExitCode);
        Assert.Contains("-Confirm:false", run.Error, StringComparison.Ordinal);
        Assert.Equal("removed x\n", ConsoleRun.Of("Remove-Widget", "x", "-Confirm:false").Out);
    }

    [Theory]
    [InlineData("y\n", "removed x\n")]
    [InlineData("\n", "removed x\n")]
    [InlineData("what?\nn\n", "")]
    [InlineData("", "")]
    public void An_answer_decides(string answers, string written)
    {
        using var reader = new StringReader(answers);
        Assert.Equal(written, ConsoleRun.With(s => s with { Answers = reader }, "Remove-Widget", "x").Out);
    }

    [Fact]
    public void Being_stopped_is_told_and_seen_in_the_exit_code()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var run = ConsoleRun.With(s => s, stop.Token, "Get-Widget", "-Forever");
        Assert.Equal(ExitCodes.Interrupted, run.ExitCode);
        Assert.Contains("WARNING: stopped halfway", run.Error, StringComparison.Ordinal);
    }
}
