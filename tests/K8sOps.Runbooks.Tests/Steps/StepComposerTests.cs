namespace K8sOps.Runbooks.Tests.Steps;

public class StepComposerTests
{
    private static RunbookStep Compose(StepDraft draft) => StepComposer.Compose(draft, name => name == "OsdId" ? "int" : null);

    [Fact]
    public void The_number_in_the_name_is_the_steps_and_the_procedure_names_it()
    {
        var step = Compose(new StepDraft { Name = " 2. Stop the OSD ", Procedure = "Replace a failed OSD", Action = " Stop-Thing " });
        Assert.Equal((2, "Stop the OSD", "replace-a-failed-osd/2", "Stop-Thing"), (step.Number, step.Title, step.Id, step.Action));
        Assert.Equal("stop-it", Compose(new StepDraft { Name = "Stop it!", Action = "x" }).Id);
    }

    [Fact]
    public void Code_loses_the_indentation_of_the_script_around_it()
        => Assert.Equal("if ($true) {\n    Get-Thing\n}", Compose(new StepDraft { Name = "x", Action = "\n            if ($true) {\n                Get-Thing\n            }\n        " }).Action);

    [Fact]
    public void Code_with_a_here_string_stays_as_it_is()
        => Assert.Equal("Set-Thing -Yaml @'\n  a: 1\n'@", Compose(new StepDraft { Name = "x", Action = "\nSet-Thing -Yaml @'\n  a: 1\n'@\n        " }).Action);

    [Fact]
    public void Words_are_joined_again_and_lists_and_native_commands_stay()
    {
        var step = Compose(new StepDraft { Name = "x", Action = "y", IfAbnormal = "\n    one line\n    and its end.\n\n    - an item\n      of two lines\n    - another\n", Text = "\n    Or:\n\n        kubectl get x |\n          cat\n    " });
        Assert.Equal("one line and its end.\n\n- an item of two lines\n- another", step.IfAbnormal);
        Assert.Equal("Or:\n\n    kubectl get x |\n      cat", step.Text);
    }

    [Fact]
    public void Every_variable_that_a_block_does_not_assign_is_a_parameter()
    {
        var step = Compose(new StepDraft
        {
            Name = "x",
            Action = "$found = Get-Thing -Cluster $Cluster -Id $OsdId\nforeach ($one in $found) { Set-Thing -Name $one.Name -Text \"$Reason '$Pool'\" -Not '$Plain' }",
            Verify = "Get-Thing | Where-Object { $_.Id -eq $osdid }",
        });
        Assert.Equal([("OsdId", "int"), ("Reason", "string"), ("Pool", "string")], step.Parameters.Select(p => (p.Name, p.Type)));
        Assert.Equal(["OsdId", "Reason", "Pool"], step.Missing);
    }

    [Fact]
    public void What_PowerShell_has_itself_is_no_parameter()
        => Assert.Empty(Compose(new StepDraft { Name = "x", Action = "\"$HOME $PID $PSVersionTable $ErrorActionPreference $LASTEXITCODE $Cluster\"" }).Parameters);

    [Fact]
    public void Code_beyond_the_language_of_runbooks_has_its_parameters_too()
        => Assert.Equal(["Wanted"], Compose(new StepDraft { Name = "x", Action = "$i = 0; while ($i -lt $Wanted) { $i++ }; @{ Key = $true }" }).Parameters.Select(p => p.Name));

    [Fact]
    public void A_warning_makes_a_step_destructive() => Assert.True(Compose(new StepDraft { Name = "x", Action = "y", Warning = "all is lost" }).Destructive);

    [Theory]
    [InlineData("x", null, null)]
    [InlineData("x", " ", null)]
    [InlineData("x", "a", "b")]
    [InlineData("3. ", "a", null)]
    public void What_is_no_step_is_refused(string name, string? action, string? manual)
        => Assert.Equal("InvalidStep", Assert.Throws<OperationException>(() => Compose(new StepDraft { Name = name, Action = action, Manual = manual })).Id);

    [Fact]
    public void A_long_line_goes_on_behind_a_pipe_but_not_behind_one_in_quotes()
    {
        Assert.Equal(["Get-Thing -Name 'a | b' |", "    Where-Object { $_.X } |", "    Sort-Object"], FlowText.BreakCode("Get-Thing -Name 'a | b' | Where-Object { $_.X } | Sort-Object", 30));
        Assert.Equal(["Get-Thing # a | b | c | d | e | f"], FlowText.BreakCode("Get-Thing # a | b | c | d | e | f", 10));
    }
}
