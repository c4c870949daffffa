using System.Text.RegularExpressions;
using K8sOps.Runbooks.Tests.Reading;
using K8sOps.Runbooks.Tests.Steps;

namespace K8sOps.Runbooks.Tests.Scripts;

public partial class RunbookScriptTests
{
    private static string Write(Runbook runbook) => RunbookScriptWriter.Write(runbook, RunbookScriptWriter.BuiltManifest);

    private static string[] Help(string script) => script[..script.IndexOf("#>", StringComparison.Ordinal)].Split('\n');

    [Fact]
    public void The_script_declares_the_parameters_with_types_defaults_and_the_procedures()
    {
        var script = Write(Books.Thing);
        Assert.Contains("    [string] $Namespace = 'db'", script, StringComparison.Ordinal);
        Assert.Contains("    [PSDefaultValue(Help = 'none')]\n    [int] $OsdId,", script, StringComparison.Ordinal);
        Assert.Contains("#>\n\n#requires", script, StringComparison.Ordinal);
        Assert.Contains("        'Diagnosis',\n        'Replace it',\n        'Grow'\n", script, StringComparison.Ordinal);
        Assert.Contains("$PSBoundParameters['Namespace'] = $Namespace\n", script, StringComparison.Ordinal);
        // One that was not given has no value, whatever PowerShell makes of it.
        Assert.DoesNotContain("['OsdId']", script, StringComparison.Ordinal);
        Assert.EndsWith("$steps | Invoke-RunbookStep -Parameter $PSBoundParameters\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_is_a_literal_block_as_a_person_writes_it()
        => Assert.Contains("""
                    New-RunbookStep @about -Name '1. Stop it' -Action {
                        Stop-Thing -Id $OsdId
                    } -Target '10m' -VerifyText 'it is done.' -Verify {
                        Get-Thing -Cluster $Cluster
                    } -VerifyTimeout '1h30m' -VerifyEvery '15s' -Rollback {
                        Start-Thing -Id $OsdId
                    }
            """.ReplaceLineEndings("\n"), Write(Books.Thing), StringComparison.Ordinal);

    [Fact]
    public void What_would_end_the_help_or_make_it_vanish_is_defused()
    {
        var ugly = Books.Thing with
        {
            Synopsis = ".NET 10 and <# #> too.",
            Overview = ".hidden begins it.\n\n" + string.Join(' ', Enumerable.Range(0, 120).Select(i => i % 7 == 0 ? ".spec.replicas" : "word")) + "\n\n.SYNOPSIS",
            Parameters = [new RunbookParameter("Path", "string", ".config", ".config is meant; #> ends nothing")],
            QuickReference = [new RunbookReference("Get-Thing\n\n.EXAMPLE", ".x")],
            CommonIssues = [new RunbookIssue(".spec is null", ".status", ".metadata .name")],
        };
        var script = Write(ugly);
        var help = Help(script);
        Assert.Equal(1, Regex.Count(script, "#>", RegexOptions.None, TimeSpan.FromSeconds(1)));
        string[] keywords = ["SYNOPSIS", "DESCRIPTION", "PARAMETER", "EXAMPLE", "NOTES", "LINK"];
        // PowerShell knows the keywords at the beginning of a line; everything of ours stands four blanks in and begins with another character.
        Assert.All(help.Where(l => l.TrimStart().StartsWith('.')), l => Assert.Contains(l.Split(' ')[0][1..], keywords));
        Assert.DoesNotContain(help, l => Dotted().IsMatch(l));
    }

    [Fact]
    public void Quotes_of_every_kind_are_doubled_and_a_here_string_keeps_its_column()
    {
        var steps = Books.Thing.Diagnosis[0] with { Title = "Look at it's ‘thing’", Action = "Set-Thing -Yaml @'\na: 1\n'@" };
        var script = Write(Books.Thing with { Diagnosis = [steps] });
        Assert.Contains("'1. Look at it''s ‘‘thing’’'", script, StringComparison.Ordinal);
        Assert.Contains("\n'@\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void A_runbooks_parameter_of_the_scripts_own_name_is_not_declared_twice()
        => Assert.Single(Regex.Matches(Write(Books.Thing with { Parameters = [new RunbookParameter("step", "string", "x", "y")] }), @"\] \$step\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)));

    [Fact]
    public void A_runbook_without_anything_is_a_script_all_the_same()
        => Assert.Contains("$steps = switch ($Procedure) {\n}\n", Write(new Runbook { Name = "empty", Title = "Empty", Text = "", Hash = "" }), StringComparison.Ordinal);

    [Fact]
    public void The_topic_has_its_synopsis_in_the_fifth_line_and_is_eighty_wide()
    {
        foreach (var file in Files.Runbooks)
        {
            var runbook = RunbookReader.Read(Path.GetFileNameWithoutExtension(file), file, File.ReadAllText(file)).Runbook;
            var lines = RunbookTopicWriter.Write(runbook).Split('\n');
            Assert.Equal(["TOPIC", "    about_Runbook_" + runbook.Name, "", "SHORT DESCRIPTION"], lines[..4]);
            Assert.StartsWith("    " + runbook.Synopsis[..20], lines[4], StringComparison.Ordinal);
            // Only code may be wider: what is typed is not broken.
            Assert.All(lines.Where(l => l.Length > 80), l => Assert.True(l.StartsWith("        ", StringComparison.Ordinal) || !l.TrimStart().Contains(' ', StringComparison.Ordinal) || runbook.QuickReference.Any(r => l.Trim() == r.Command), l));
        }
    }

    [Fact]
    public void The_committed_index_is_the_one_that_the_build_makes()
    {
        var index = Checkout.Read("docs", "index.md");
        Assert.Equal(RunbookBuild.Make(Checkout.In("runbooks"), index).Index, index);
    }

    [Fact]
    public void An_index_without_a_place_for_the_table_is_left_alone() => Assert.Null(RunbookIndex.Update("# Index\n", [Books.Thing], "../runbooks"));

    [Theory]
    [InlineData("my-db")]
    [InlineData("x1")]
    public void The_template_keeps_to_the_format(string name)
    {
        var reading = RunbookReader.Read(name, null, RunbookTemplate.Write(name, "It's \"mine\""));
        Assert.Empty(reading.Problems);
        Assert.Equal(("It's \"mine\" Runbook", 1, 1, 1), (reading.Runbook.Title, reading.Runbook.Symptoms.Count, reading.Runbook.Diagnosis.Count, reading.Runbook.Procedures.Count));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("../x")]
    [InlineData("My-DB")]
    [InlineData("1db")]
    [InlineData("")]
    public void What_cannot_be_the_name_of_a_file_and_a_topic_is_refused(string name)
        => Assert.Equal("InvalidName", Assert.Throws<OperationException>(() => RunbookTemplate.Write(name, "x")).Id);

    [GeneratedRegex(@"^\s+\.\w")]
    private static partial Regex Dotted();
}
