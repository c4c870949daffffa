using K8sOps.Runbooks.Lint;
using K8sOps.Runbooks.Tests.Reading;

namespace K8sOps.Runbooks.Tests.Lint;

public sealed class RunbookLintTests
{
    private const string Action = "Set-Gizmo -Cluster $Cluster -Name $Name -Timeout $Wait";
    private const string Verify = "Get-Gizmo -Cluster $Cluster -Name $Name | ForEach-Object { $_.Turns }";
    private const string NoRollback = "**Rollback:** there is none: a gizmo that turns is as it should be.";

    [Fact]
    public void A_runbook_that_keeps_to_every_rule_has_no_findings() => Assert.Empty(Valid.With("Gizmo Runbook", "Gizmo Runbook"));

    [Theory]
    [InlineData("# Gizmo Runbook", "# Gizmo", "The title ends with")]
    [InlineData("# Gizmo Runbook", "Gizmo Runbook", "There is no title")]
    [InlineData("## Quick Reference", "## Quick reference", "spelled \"Quick Reference\"")]
    [InlineData("## Overview", "## Summary", "\"## Overview\" is missing")]
    [InlineData("## Related Runbooks", "## Notes", "stands before \"Common Issues\"")]
    [InlineData("## Diagnosis", "### Diagnosis", "\"## Diagnosis\" is missing")]
    [InlineData("## Common Issues", "## Symptoms", "two sections")]
    [InlineData("### Symptom: Gizmo stuck", "### Gizmo stuck", "What stands under \"Symptoms\"")]
    [InlineData("### Procedure: Turn it", "### Turn it", "What stands under \"Resolution Procedures\"")]
    [InlineData("### Step 1: Look at it", "### Look at it", "What stands under \"Diagnosis\"")]
    [InlineData(", when you are lost", "", "when to use")]
    [InlineData("**If Abnormal:** turn it.", "**If Abnormal:** turn it.\n\n#### Deeper\n\nText", "not part of")]
    public void Sections(string piece, string other, string says) => Found(RunbookRules.Section, piece, other, says);

    [Theory]
    [InlineData("**Related Alerts:**", "**Alerts:**", "lacks the label \"**Related Alerts:**\"")]
    [InlineData("**Go to:**", "**Go To:**", "spelled \"Go to\"")]
    [InlineData("**Prerequisites:** none.", "**Prerequisites:**", "Nothing stands behind")]
    [InlineData("**When to Use:** it is stuck.\n\n**Prerequisites:** none.", "**Prerequisites:** none.\n\n**When to Use:** it is stuck.", "stands before")]
    [InlineData("**If Abnormal:** turn it.", "**If Abnormal:** turn it.\n\n**If Abnormal:** again.", "stands twice")]
    [InlineData("`GIZMO.STUCK`", "GIZMO.STUCK", "in code spans")]
    [InlineData("- It does not turn", "It does not turn", "Indicators are a list")]
    public void Labels(string piece, string other, string says) => Found(RunbookRules.Label, piece, other, says);

    [Theory]
    [InlineData("| Issue | Cause | Resolution |", "| Issue | Cause | Cure |", "Issue · Cause · Resolution")]
    [InlineData("| It squeaks | Dry | Oil |", "| It squeaks | | Oil |", "\"Cause\" is empty")]
    [InlineData("| `Get-Gizmo -Cluster $Cluster` | Gizmos |\n| `kubectl get gizmos` | The same |", "| `kubectl get gizmos` | The same |\n| `Get-Gizmo -Cluster $Cluster` | Gizmos |", "before those of other tools")]
    [InlineData("| `kubectl get gizmos` |", "| kubectl get gizmos |", "one code span")]
    public void Tables(string piece, string other, string says) => Found(RunbookRules.Table, piece, other, says);

    [Theory]
    [InlineData("| Name | string | |", "| Name | text | |", "no type of a parameter")]
    [InlineData("| `10m` |", "| `soon` |", "is no duration")]
    [InlineData("| Name | string | |", "| Name | string | | The gizmo |\n| name | string | |", "is no name")]
    [InlineData("| Name | string | |", "| Name | string | | The gizmo |\n| Name | string | |", "twice")]
    [InlineData("| Name | string | |", "| Name | string | | The gizmo |\n| Step | string | |", "is taken")]
    [InlineData("| Name | string | |", "| Name | string | | The gizmo |\n| ConfirmPreference | string | |", "is taken")]
    [InlineData("| Name | string | |", "| Name | string | | The gizmo |\n| PSScriptRoot | string | |", "is taken")]
    [InlineData("| Name | string | |", "| Name | string | | The gizmo |\n| OnFailure | string | |", "is taken")]
    [InlineData("| Name | string | |", "| Name | string | | The gizmo |\n| Idle | string | |", "No step uses")]
    public void Parameters(string piece, string other, string says) => Found(RunbookRules.Parameter, piece, other, says);

    [Theory]
    [InlineData("timeout=5m", "timeout=5", "is no duration")]
    [InlineData("timeout=5m every=10s", "every=10s", "needs a timeout")]
    [InlineData("timeout=5m every=10s", "timeout=5s every=10s", "longer than")]
    [InlineData("timeout=5m", "retries=5", "is not known")]
    [InlineData("powershell verify", "pwsh verify", "is only shown")]
    [InlineData("```powershell\nGet-Gizmo", "```powershell verify\nGet-Gizmo", "it is not verified")]
    [InlineData("- It does not turn", "- It does not turn\n\n```powershell verify\nGet-Gizmo -Cluster $Cluster\n```", "belongs to no step")]
    [InlineData("- [Itself](gizmo.md), when you are lost\n", "- [Itself](gizmo.md), when you are lost\n\n```text\nopen", "has no end")]
    public void Fences(string piece, string other, string says) => Found(RunbookRules.Fence, piece, other, says);

    [Theory]
    [InlineData("### Step 1: Look", "### Step 2: Look", "This is step 1")]
    [InlineData("1. **Turn it** (target 5m)", "1. Turn it", "its name in bold")]
    [InlineData("(target 5m)", "(target soon)", "is no duration")]
    [InlineData("   ```powershell\n   " + Action + "\n   ```\n", "", "neither a \"powershell\" nor")]
    [InlineData("   **Verify:** it turns.", "   ```powershell manual\n   # Also\n   ```\n   **Verify:** it turns.", "a second action or manual block")]
    public void Steps(string piece, string other, string says) => Found(RunbookRules.Step, piece, other, says);

    [Theory]
    [InlineData("   **Verify:** it turns.\n", "", "lacks \"**Verify:**\"")]
    [InlineData("```powershell verify timeout=5m every=10s", "```text", "no \"powershell verify\" block")]
    [InlineData(Verify, "'True'", "true whatever it says")]
    [InlineData(Verify, "\"$Name\"", "true whatever it says")]
    [InlineData(Verify, "(Get-Gizmo -Cluster $Cluster).Count", "compare it")]
    [InlineData(Verify, "5", "compare it")]
    [InlineData(Verify, "$true", "proves nothing")]
    [InlineData(Verify, "$gizmos = Get-Gizmo -Cluster $Cluster", "silence proves nothing")]
    [InlineData(Verify, "Get-Gizmo -Cluster $Cluster | Out-Null", "silence proves nothing")]
    [InlineData(Verify, "Get-Gizmo -Cluster $Cluster | Format-List", "Format-List emits neither")]
    [InlineData(Verify, "Get-Gizmo -Cluster $Cluster | Measure-Object", "Measure-Object emits neither")]
    [InlineData(Verify, "Get-Gizmo -Cluster $Cluster | ForEach-Object { $_.Turns; 'done' }", "true whatever it says")]
    [InlineData(Verify, "Get-Gizmo -Cluster $Cluster | Select-Object -ExpandProperty Turns", "something else of a record")]
    [InlineData(Verify, "Get-GizmoName -Cluster $Cluster", "emits System.String")]
    [InlineData(Verify, "@(Get-Gizmo -Cluster $Cluster) -eq 5", "picks out of them")]
    [InlineData(Verify, "if ($Name) { Start-Sleep -Seconds 5 }", "silence proves nothing")]
    [InlineData(Verify, "-not (Test-Gizmo -Cluster $Cluster)", "always emits something")]
    [InlineData(Verify, "-not (Test-Gizmo -Cluster $Cluster | Where-Object { $_.Status -ne 'Pass' -and $_.TargetName -eq $Name })", "could not look")]
    [InlineData(Verify, "-not (Test-Gizmo -Cluster $Cluster | Where-Object Status -EQ Fail)", "could not look")]
    [InlineData(Verify, "if ($Name) { (1 -eq 1) -and -not (Test-Gizmo -Cluster $Cluster | Where-Object { $_.Status -eq 'Fail' }) }", "could not look")]
    public void Verifications(string piece, string other, string says) => Found(RunbookRules.Verify, piece, other, says);

    [Theory]
    [InlineData("-not (Get-Gizmo -Cluster $Cluster -Name a*)")]
    [InlineData("(Get-Gizmo -Cluster $Cluster).Count -eq 0")]
    [InlineData("Get-Gizmo -Cluster $Cluster | Where-Object Turns -EQ $true")]
    [InlineData("Get-Gizmo -Cluster $Cluster\nGet-Gizmo -Cluster $Cluster | ForEach-Object { $_.Turns -and -not $_.Stuck }")]
    [InlineData("if ($Name -like 'a*') { Get-Gizmo -Cluster $Cluster } else { $Name -eq 'b' }")]
    [InlineData("$all = Get-Gizmo -Cluster $Cluster\n$null -ne $all")]
    [InlineData("foreach ($one in Get-Gizmo -Cluster $Cluster) { $one.Turns }")]
    [InlineData("Get-Gizmo -Cluster $Cluster | Sort-Object -Property Name | Select-Object -First 1")]
    [InlineData("Test-Gizmo -Cluster $Cluster")]
    [InlineData("-not (Test-Gizmo -Cluster $Cluster | Where-Object Status -NE Pass)")]
    [InlineData("-not (Test-Gizmo -Cluster $Cluster | Where-Object { $_.Status -notin 'Pass', 'Skip' })")]
    [InlineData("-not (Test-Gizmo -Cluster $Cluster | Where-Object { $_.Status -eq 'Unknown' -or ($_.Status -ne 'Pass' -and $_.TargetName -eq $Name) })")]
    public void A_verification_may_be(string code) => Assert.Empty(Valid.With(Verify, code.Replace("\n", "\n   ", StringComparison.Ordinal)));

    [Theory]
    [InlineData(NoRollback, "**Rollback:** none.", "or the reason why there is none")]
    [InlineData(NoRollback, "**Rollback:** there is none.", "or the reason why there is none")]
    [InlineData("**When to Use:** it is stuck.", "> **Warning:** It loses its cogs.\n\n**When to Use:** it is stuck.", "destroys something")]
    public void Rollbacks(string piece, string other, string says) => Found(RunbookRules.Rollback, piece, other, says);

    [Fact]
    public void A_destructive_procedure_with_a_way_back_is_fine()
        => Assert.Empty(Valid.With("**Verify:** it turns.", "```powershell rollback\n   Set-Gizmo -Cluster $Cluster -Name $Name\n   ```\n   **Verify:** it turns.").Concat(Valid.With(NoRollback, "> **Warning:** It loses its cogs.\n\n**Rollback:**\n\n```powershell rollback\nSet-Gizmo -Cluster $Cluster -Name $Name\n```")));

    [Theory]
    [InlineData(Action, "exit 1", "closes the operator's session")]
    [InlineData(Action, "Set-Gizmo -Cluster $Cluster -Name $Name -WhatIf", "-WhatIf is refused")]
    [InlineData("Get-Gizmo -Cluster $Cluster` |", "Get-Gizmo -Cluster $Cluster; exit` |", "closes the operator's session")]
    public void Language(string piece, string other, string says) => Found(RunbookRules.Language, piece, other, says);

    [Theory]
    [InlineData(Action, "Set-Gizom -Cluster $Cluster", "Is it Set-Gizmo?")]
    [InlineData(Action, "kubectl get gizmos", "native commands stand in a bash block")]
    [InlineData(Action, "Get-Gizmo -Cluster $Cluster | where Turns", "without aliases")]
    [InlineData(Action, "Set-Gizmo -Cluster $Cluster -Nmae $Name", "Is it -Name?")]
    [InlineData(Action, "Set-Gizmo -Cluster $Cluster -Gizmo $Name", "written out: -Name")]
    [InlineData(Action, "Set-Gizmo -Cluster $Cluster -Name $Name -Time $Wait", "written out: -Timeout")]
    [InlineData(Action, "Set-Gizmo -Cluster $Cluster", "lacks -Name")]
    [InlineData(Action, "Set-Gizmo -Name $Name", "-Cluster $Cluster")]
    [InlineData(Action, "Get-Gizmo -Cluster $Cluster $Name", "by name: -Name")]
    [InlineData(Action, "Set-Gizmo -Cluster $Cluster -Name $Name -Fast -Slow", "do not go together")]
    [InlineData(Action, "Set-Gizmo -Cluster $Cluster -Name $Name -Name $Name", "given twice")]
    [InlineData(Action, "Set-Gizmo -Cluster $Cluster -Name", "needs a value")]
    [InlineData(Action, "Set-Gizmo -Cluster $Cluster -Name $Name -Timeout soon", "is a duration")]
    [InlineData(Action, "Get-Gizmo -Cluster $Cluster -State Broken", "is one of Turning, Stuck")]
    [InlineData(Action, "Get-Gizmo -Cluster $Cluster -Tail all", "is a whole number")]
    [InlineData(Action, "Get-Gizmo -Cluster $Cluster | Where-Object -Fliter { $_ }", "has no parameter -Fliter")]
    [InlineData("`Get-Gizmo -Cluster $Cluster`", "`Get-Gizmos -Cluster $Cluster`", "Is it Get-Gizmo?")]
    public void Commands(string piece, string other, string says) => Found(RunbookRules.Command, piece, other, says);

    [Fact]
    public void What_comes_down_the_pipeline_need_not_be_given() => Assert.Empty(Valid.With(Action, "Get-Gizmo -Cluster $Cluster -Name $Name | Set-Gizmo -Timeout $Wait -Fast"));

    [Theory]
    [InlineData(Verify, "Set-Gizmo -Cluster $Cluster -Name $Name", "a verification only looks")]
    [InlineData("Get-Gizmo -Cluster $Cluster -Name $Name\n```\n\n**Expected", "Remove-Gizmo -Cluster $Cluster -Name $Name\n```\n\n**Expected", "a diagnosis only looks")]
    public void Changes(string piece, string other, string says) => Found(RunbookRules.Changes, piece, other, says);

    [Theory]
    [InlineData(Action, "Set-Gizmo -Cluster $Cluster -Name $Nmae -Timeout $Wait", "$Nmae is not known")]
    [InlineData(Action, "Set-Gizmo -Cluster $Cluster -Name $_ -Timeout $Wait", "here it is nothing")]
    [InlineData(Action, "$Name = 'x'", "cannot be assigned")]
    [InlineData(Action, "$cluster = 'x'", "cannot be assigned")]
    [InlineData(Action, "$late\n   $late = 1", "$late is not known")]
    [InlineData("`Get-Gizmo -Cluster $Cluster`", "`Get-Gizmo -Cluster $Cluster -Name $gizmo`", "$gizmo is not known")]
    public void Variables(string piece, string other, string says) => Found(RunbookRules.Variable, piece, other, says);

    [Theory]
    [InlineData("Gizmos turn things.", "Gizmos turn things at 192.168.4.7.", "\"192.168.4.7\" is an address")]
    [InlineData("Gizmos turn things.", "Gizmos turn things at fd00:1234::7.", "\"fd00:1234::7\" is an address")]
    [InlineData("Gizmos turn things.", "Gizmos turn things on nuc1.home.lan.", "the name of a machine")]
    [InlineData("kubectl get gizmos", "kubectl get gizmos --context prod-1", "\"prod-1\" is one cluster's name")]
    [InlineData("kubectl get gizmos", "task gizmo CLUSTER=main", "\"main\" is one cluster's name")]
    [InlineData(Action, "Set-Gizmo -Cluster infra -Name $Name", "-Cluster $Cluster")]
    [InlineData("Gizmos turn things.", "-----BEGIN RSA PRIVATE KEY-----", "a private key")]
    [InlineData("Gizmos turn things.", "Use ghp_abcdefghijklmnopqrstuvwxyz0123456789.", "a token")]
    [InlineData("Gizmos turn things.", "key = AQBfZWRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZA==", "a key of Ceph")]
    [InlineData("Gizmos turn things.", "password: hunter2hunter2", "a password")]
    public void Specifics(string piece, string other, string says) => Found(RunbookRules.Specific, piece, other, says);

    [Theory]
    [InlineData("Version 1.2.3.4 of 0.0.0.0 and 127.0.0.1 at 10:30:15, 12:34, a::b, ::, 1.33.0.", "1.2.3.4")]
    [InlineData("rook-ceph-mon-a.rook-ceph.svc.cluster.local and flux.local.yaml and Password: <password> and token=$(cat x)", null)]
    [InlineData("kubectl --context <cluster> get x; task x CLUSTER=<cluster>; --context \"$CLUSTER\"", null)]
    public void What_only_looks_like_something_specific_is_left_alone(string text, string? but)
    {
        // Four numbers with dots between them are an address, whoever calls them a version.
        var found = Valid.With("Gizmos turn things.", text.Replace('\n', ' '));
        Assert.Equal(but is null ? 0 : 1, found.Count);
    }

    [Theory]
    [InlineData("`GIZMO.STUCK`", "`GIZMO.STUK`", "There is no check GIZMO.STUK")]
    [InlineData("`GIZMO.STUCK`", "none", "lead to this symptom, which does not name the check")]
    [InlineData("### Symptom: Gizmo stuck", "### Symptom: Gizmo jammed", "which it does not have")]
    [InlineData("`GIZMO.STUCK`", "`GIZMO.STUCK`, `OTHER.BROKEN`", "lead to the runbook other")]
    [InlineData("**Related Alerts:** GizmoStuck\n\n**Checks:** `GIZMO.STUCK`", "**Related Alerts:** none\n\n**Checks:** none", "Nothing leads to the symptom")]
    [InlineData(Action, "Get-Gizmo -Cluster $Cluster -Check GIZMO.STUCK, GIZMO.LOST", "There is no check GIZMO.LOST")]
    public void Checks(string piece, string other, string says) => Found(RunbookRules.Check, piece, other, says);

    [Theory]
    [InlineData("Alerts:** GizmoStuck", "Alerts:** GizmoSticky", "not in the table")]
    [InlineData("Alerts:** GizmoStuck", "Alerts:** `gizmostuck`", "is spelled GizmoStuck")]
    public void Alerts(string piece, string other, string says) => Found(RunbookRules.Alert, piece, other, says);

    [Fact]
    public void Somebodys_own_runbook_may_have_alerts_of_its_own() => Assert.Empty(Valid.With("Alerts:** GizmoStuck", "Alerts:** OurOwnAlert", "/home/me/gizmo.md"));

    [Theory]
    [InlineData("(#procedure-turn-it)", "(#procedure-turn)", "neither a step of the diagnosis nor a procedure")]
    [InlineData("(#procedure-turn-it)", "(#overview)", "neither a step of the diagnosis nor a procedure")]
    [InlineData("(#procedure-turn-it)", "(other.md#x)", "leads to a step or procedure of this runbook")]
    [InlineData("Gizmos turn things.", "Gizmos turn [things](#things).", "no heading #things")]
    [InlineData("Gizmos turn things.", "Gizmos turn [things](none.md).", "There is no file none.md")]
    [InlineData("Gizmos turn things.", "Gizmos turn [things](/etc/none.md).", "only on the machine")]
    public void Links(string piece, string other, string says) => Found(RunbookRules.Link, piece, other, says);

    [Fact]
    public void An_anchor_of_another_file_is_looked_up_there()
    {
        var path = Checkout.In("runbooks", "gizmo.md");
        Assert.DoesNotContain(Valid.With("Gizmos turn things.", "See [it](flux.md#procedure-mend-a-source).", path), p => p.Rule == RunbookRules.Link);
        Assert.Contains(Valid.With("Gizmos turn things.", "See [it](flux.md#procedure-mend-nothing).", path), p => p.Message == "There is no heading #procedure-mend-nothing in flux.md.");
    }

    [Theory]
    [InlineData("Gizmos turn things.", "Gizmos turn things with\n.NET inside.", "begins with a dot")]
    [InlineData("Gizmos turn things.", "Gizmos turn things.\n  .gitignore is one.", "begins with a dot")]
    public void Help(string piece, string other, string says) => Found(RunbookRules.Help, piece, other, says);

    [Fact]
    public void One_finding_does_not_hide_another_and_each_has_its_place()
    {
        var found = Valid.With(Action, "exit 1\n   Set-Gizom\n   Set-Gizmo -Cluster $Cluster -Name $Other");
        var line = Valid.Text.ReplaceLineEndings("\n").Split('\n').Index().First(l => l.Item.Contains("Set-Gizmo", StringComparison.Ordinal)).Index + 1;
        Assert.Equal(
            [(RunbookRules.Parameter, 14, 2), (RunbookRules.Language, line, 4), (RunbookRules.Command, line + 1, 4), (RunbookRules.Variable, line + 2, 38)],
            found.Select(f => (f.Rule, f.Line, f.Column)));
    }

    [Fact]
    public void Each_rule_is_told_once() => Assert.Equal(RunbookRules.All.Count, RunbookRules.All.Select(r => r.Id).Distinct().Count());

    private static void Found(string rule, string piece, string other, string says)
    {
        var found = Valid.With(piece, other);
        Assert.True(found.Any(f => f.Rule == rule && f.Message.Contains(says, StringComparison.Ordinal)), $"Not found: {rule} … {says}\n{string.Join('\n', found)}");
    }
}
