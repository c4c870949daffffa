using K8sOps.Runbooks.Help;
using K8sOps.Runbooks.Lint;

namespace K8sOps.Runbooks.Tests.Lint;

/// <summary>A small runbook that keeps to every rule, and the module that it is for: what a test changes is all that is wrong.</summary>
internal static class Valid
{
    public const string Text = """
        # Gizmo Runbook

        ## Overview

        Gizmos turn things. Use this runbook when one does not.

        It was written against Gizmo 2.

        ## Parameters

        | Parameter | Type | Default | Description |
        | --- | --- | --- | --- |
        | Name | string | | The gizmo |
        | Wait | duration | `10m` | How long to wait |

        ## Quick Reference

        | Command | Description |
        | --- | --- |
        | `Get-Gizmo -Cluster $Cluster` | Gizmos |
        | `kubectl get gizmos` | The same |

        ## Symptoms

        ### Symptom: Gizmo stuck

        **Indicators:**
        - It does not turn

        **Related Alerts:** GizmoStuck

        **Checks:** `GIZMO.STUCK`

        **Go to:** [Step 1: Look at it](#step-1-look-at-it), [Procedure: Turn it](#procedure-turn-it)

        ## Diagnosis

        ### Step 1: Look at it

        ```powershell
        Get-Gizmo -Cluster $Cluster -Name $Name
        ```

        **Expected Output:** one gizmo.

        **If Abnormal:** turn it.

        ## Resolution Procedures

        ### Procedure: Turn it

        **When to Use:** it is stuck.

        **Prerequisites:** none.

        **Steps:**

        1. **Turn it** (target 5m)
           ```powershell
           Set-Gizmo -Cluster $Cluster -Name $Name -Timeout $Wait
           ```
           **Verify:** it turns.
           ```powershell verify timeout=5m every=10s
           Get-Gizmo -Cluster $Cluster -Name $Name | ForEach-Object { $_.Turns }
           ```

        **Rollback:** there is none: a gizmo that turns is as it should be.

        ## Common Issues

        | Issue | Cause | Resolution |
        | --- | --- | --- |
        | It squeaks | Dry | Oil |

        ## Related Runbooks

        - [Itself](gizmo.md), when you are lost

        """;

    public static LintFacts Facts { get; } = new()
    {
        Commands =
        [
            Command("Get", "Gizmo", false, "K8sOps.Gizmo", Parameter("Name", "System.String[]", position: 0), Parameter("Tail", "System.Int32"), Parameter("State", "K8sOps.State") with { Values = ["Turning", "Stuck"] }, Parameter("Check", "System.String[]") with { Completer = "K8sOps.CheckIdCompleter" }),
            Command("Set", "Gizmo", true, "K8sOps.Gizmo", Parameter("Name", "System.String", mandatory: true, byName: true), Parameter("Timeout", "System.TimeSpan") with { Attributes = ["K8sOps.Binding.DurationAttribute"] }, Parameter("Fast", "System.Management.Automation.SwitchParameter", set: "Fast", mandatory: true), Parameter("Slow", "System.Management.Automation.SwitchParameter", set: "Slow", mandatory: true), Parameter("Speed", "System.Int32", set: "Other")) with { DefaultParameterSet = "Other" },
            Command("Get", "GizmoName", false, "System.String"),
            Command("Test", "Gizmo", false, "K8sOps.CheckResult"),
            Command("Remove", "Gizmo", true, "System.Void", Parameter("Name", "System.String", mandatory: true, byName: true)),
        ],
        Checks = [new CheckInfo("GIZMO.STUCK", "It is stuck", "gizmo", "Gizmo stuck"), new CheckInfo("OTHER.BROKEN", "Another", "other", "Broken")],
        Alerts = ["GizmoStuck"],
        ModuleRunbooks = "/k8sops/runbooks",
    };

    /// <summary>What is found in the text with one piece of it replaced.</summary>
    public static IReadOnlyList<RunbookProblem> With(string piece, string other, string path = "/k8sops/runbooks/gizmo.md")
    {
        var text = Text.ReplaceLineEndings("\n");
        Assert.Contains(piece, text, StringComparison.Ordinal);
        return [.. RunbookLint.Check(RunbookReader.Read("gizmo", path, text.Replace(piece, other, StringComparison.Ordinal)), Facts).Where(p => p.Message != "There is no file gizmo.md.")];
    }

    private static CommandMetadata Command(string verb, string noun, bool changes, string emits, params ParameterMetadata[] parameters) => new()
    {
        Verb = verb,
        Noun = noun,
        ClassName = $"K8sOps.{verb}{noun}Command",
        IsSealed = true,
        SupportsShouldProcess = changes,
        ConfirmImpact = "Medium",
        OutputTypes = [emits],
        Parameters = [Parameter("Cluster", "System.String", byName: true), .. parameters],
    };

    private static ParameterMetadata Parameter(string name, string type, string? set = null, bool mandatory = false, int? position = null, bool byName = false) => new()
    {
        Name = name,
        Type = type,
        Aliases = name == "Name" ? ["Gizmo"] : [],
        Sets = [new ParameterSetMetadata { Name = set, IsMandatory = mandatory, Position = position, FromPipelineByPropertyName = byName }],
    };
}
