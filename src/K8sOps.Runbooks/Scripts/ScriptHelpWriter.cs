using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace K8sOps.Runbooks;

/// <summary>Writes the comment-based help of a runbook's script: a document that one can work from.</summary>
internal static partial class ScriptHelpWriter
{
    private const int Width = 76;
    private const string Indent = "    ";

    public static string Write(Runbook runbook)
    {
        var help = new StringBuilder("<#\n");
        Section(help, ".SYNOPSIS", CommentText.Prose(runbook.Synopsis, Width));
        Section(help, ".DESCRIPTION", Description(runbook));
        Section(help, ".PARAMETER Procedure", CommentText.Prose("What to run: a procedure, or Diagnosis for the steps that only look. Tab completes it.", Width));
        Section(help, ".PARAMETER Step", CommentText.Prose("The numbers of the steps to run. Without it all of them run, in their order.", Width));
        Section(help, ".PARAMETER Cluster", CommentText.Prose("The kubeconfig context. Default: the one chosen with Use-K8sCluster, else $env:K8SOPS_CLUSTER, else the kubeconfig's current context.", Width));
        foreach (var parameter in RunbookScriptWriter.ParametersOf(runbook)) Section(help, ".PARAMETER " + parameter.Name, CommentText.Prose(Describe(runbook, parameter), Width));
        Section(help, ".PARAMETER Unattended", CommentText.Prose("Asks nothing, and stops at the first step that fails. A step by hand counts as done only when its verification passes.", Width));
        Section(help, ".PARAMETER OnFailure", CommentText.Prose("With -Unattended: Stop leaves what was done as it is; Rollback takes back what can be taken back, the last first.", Width));
        foreach (var (code, remarks) in Examples(runbook)) Section(help, ".EXAMPLE", [.. CommentText.Safe(("PS> " + code).Split('\n').Where(l => l.Trim().Length > 0)), "", .. CommentText.Prose(remarks, Width)]);
        if (Notes(runbook).ToList() is { Count: > 0 } notes) Section(help, ".NOTES", notes);
        foreach (var link in (string[])[RunbookTopicWriter.Topic(runbook.Name), "Get-RunbookStep", "Invoke-RunbookStep", "Test-K8sPlatform"]) Section(help, ".LINK", [link]);
        return help.Append("#>\n").ToString();
    }

    private static List<string> Description(Runbook runbook)
    {
        var lines = new List<string>();
        lines.AddRange(CommentText.Prose(runbook.Overview, Width));
        lines.Add("");
        lines.AddRange(CommentText.Prose("Each step is shown before it runs, and asked for: run, skip, roll back, or stop. A verification proves it afterwards, and a journal keeps what was done. With -WhatIf nothing is changed: each step tells what it would do. Without -Procedure the steps of the diagnosis run; they only look.", Width));
        if (runbook.Symptoms.Count > 0)
        {
            lines.AddRange(["", "SYMPTOMS, AND WHERE TO GO"]);
            foreach (var symptom in runbook.Symptoms)
            {
                lines.AddRange(["", .. CommentText.Prose("  " + symptom.Name, Width)]);
                lines.AddRange(CommentText.Safe(symptom.GoTo.SelectMany(a => Help.TextWrap.Wrap("    - " + (StepFinder.TitleAt(runbook, a) ?? a), Width))));
            }
        }

        if (runbook.Procedures.Count > 0)
        {
            lines.AddRange(["", "PROCEDURES"]);
            foreach (var procedure in runbook.Procedures) lines.AddRange(["", .. Procedure(procedure)]);
        }

        return lines;
    }

    private static IEnumerable<string> Procedure(RunbookProcedure procedure)
    {
        var text = new List<string> { "  " + procedure.Name };
        if (procedure.Warning is { } warning) text.Add("    WARNING: " + warning);
        if (procedure.WhenToUse.Length > 0) text.Add("    When to use: " + procedure.WhenToUse);
        if (procedure.Prerequisites.Length > 0) text.Add("    Prerequisites: " + procedure.Prerequisites.ReplaceLineEndings("\n    "));
        text.AddRange(procedure.Steps.Select(s => "    " + StepText.Title(s)));
        return CommentText.Safe(text.SelectMany(t => Help.TextWrap.Wrap(t, Width)));
    }

    private static string Describe(Runbook runbook, RunbookParameter parameter)
    {
        var text = parameter.Description.TrimEnd('.') + ".";
        text += parameter.Type switch
        {
            "duration" => " A duration, such as 90s, 10m or 1h30m.",
            "size" => " A size, such as 20Gi, or a number of bytes.",
            _ => "",
        };
        if (!parameter.IsMandatory) return text;
        var needing = runbook.Procedures.Where(p => p.Steps.Any(s => s.Parameters.Any(q => string.Equals(q.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)))).Select(p => p.Name).ToList();
        return needing.Count == 0 || needing.Count == runbook.Procedures.Count ? text + " Asked for where it is needed and not given." : $"{text} Needed by: {string.Join("; ", needing)}. Asked for where it is needed and not given.";
    }

    private static IEnumerable<(string Code, string Remarks)> Examples(Runbook runbook)
    {
        var script = $"./{runbook.Name}.ps1";
        if (runbook.Diagnosis.Count > 0)
        {
            yield return ($"{script} -Cluster sandbox-infra -Step 1", $"Runs the first step of the diagnosis: {runbook.Diagnosis[0].Title}.");
        }

        foreach (var procedure in runbook.Procedures.Take(1))
        {
            var given = string.Concat(procedure.Steps.SelectMany(s => s.Parameters).Where(p => p.IsMandatory).Select(p => p.Name).Distinct(StringComparer.OrdinalIgnoreCase).Select(n => $" -{n} <{n}>"));
            yield return ($"{script} -Procedure {PowerShellText.Quote(procedure.Name)} -Cluster sandbox-infra{given} -WhatIf", "A rehearsal: tells what the procedure would change, and changes nothing.");
            yield return ($"{script} -Procedure {PowerShellText.Quote(procedure.Name)} -Cluster sandbox-infra{given}", "Walks through the procedure, step by step.");
        }

        foreach (var reference in runbook.QuickReference.Where(r => Command().IsMatch(r.Command))) yield return (reference.Command, Sentence(reference.Description));
    }

    private static IEnumerable<string> Notes(Runbook runbook)
    {
        var lines = new List<string>();
        var native = runbook.QuickReference.Where(r => !Command().IsMatch(r.Command)).ToList();
        if (native.Count > 0)
        {
            lines.AddRange(["THE SAME WITH OTHER TOOLS"]);
            foreach (var reference in native) lines.AddRange(["", "  " + reference.Command, .. Help.TextWrap.Wrap("    " + reference.Description, Width)]);
        }

        if (runbook.CommonIssues.Count > 0)
        {
            lines.AddRange(lines.Count > 0 ? ["", "COMMON ISSUES"] : ["COMMON ISSUES"]);
            foreach (var issue in runbook.CommonIssues) lines.AddRange(["", .. ((string[])["  " + issue.Issue, "    Cause: " + issue.Cause, "    Resolution: " + issue.Resolution]).SelectMany(t => Help.TextWrap.Wrap(t, Width))]);
        }

        return CommentText.Safe(lines);
    }

    private static string Sentence(string text) => text.Length == 0 ? text : text.EndsWith('.') ? text : text + ".";

    private static void Section(StringBuilder help, string keyword, IEnumerable<string> lines)
    {
        help.Append(keyword).Append('\n');
        foreach (var line in lines) help.Append(CultureInfo.InvariantCulture, $"{(line.Length == 0 ? "" : Indent)}{line}\n");
    }

    [GeneratedRegex("^[A-Z][A-Za-z]+-[A-Z][A-Za-z0-9]+")]
    private static partial Regex Command();
}
