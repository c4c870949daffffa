using System.Globalization;
using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks;

/// <summary>
/// Writes a runbook as an about topic, so that <c>Get-Help rook-ceph</c> answers in a terminal. PowerShell takes the fifth line as
/// the synopsis, whatever stands there.
/// </summary>
public static class RunbookTopicWriter
{
    private const int Width = 80;
    private const string Indent = "    ";
    private const string Deep = "        ";

    /// <summary>The name of the topic.</summary>
    public static string Topic(string runbook) => "about_Runbook_" + runbook;

    /// <summary>The text of the topic, with LF.</summary>
    public static string Write(Runbook runbook)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        var lines = new List<string> { "TOPIC", Indent + Topic(runbook.Name), "", "SHORT DESCRIPTION" };
        lines.AddRange(TextWrap.Wrap(runbook.Synopsis.Replace('\n', ' '), Width - 4).Select(l => Indent + l));
        Section(lines, "LONG DESCRIPTION", Prose(runbook.Overview, Indent));
        Section(lines, "HOW TO USE IT", Usage(runbook));
        if (runbook.Symptoms.Count > 0) Section(lines, "SYMPTOMS", runbook.Symptoms.SelectMany((s, i) => Symptom(runbook, s, i == 0)));
        if (runbook.Diagnosis.Count > 0) Section(lines, "DIAGNOSIS", runbook.Diagnosis.SelectMany((s, i) => Step(s, i == 0)));
        foreach (var procedure in runbook.Procedures) Section(lines, "PROCEDURE: " + procedure.Name, Procedure(procedure));
        if (runbook.Parameters.Count > 0) Section(lines, "PARAMETERS", Rows(runbook.Parameters.Select(p => ($"${p.Name}", Describe(p)))));
        if (runbook.QuickReference.Count > 0) Section(lines, "QUICK REFERENCE", runbook.QuickReference.SelectMany((r, i) => (i == 0 ? Array.Empty<string>() : [""]).Concat([Indent + r.Command, .. Prose(r.Description, Deep)])));
        if (runbook.CommonIssues.Count > 0) Section(lines, "COMMON ISSUES", runbook.CommonIssues.SelectMany((c, i) => Issue(c, i == 0)));
        Section(lines, "SEE ALSO", [$"{Indent}- Get-RunbookStep", $"{Indent}- Invoke-Runbook", $"{Indent}- runbooks/{runbook.Name}.md"]);
        return string.Join('\n', lines.Select(l => l.TrimEnd())) + "\n";
    }

    /// <summary>A parameter in one sentence: its type, its default, what it is.</summary>
    internal static string Describe(RunbookParameter parameter)
        => $"{parameter.Description.TrimEnd('.')} ({parameter.Type}{(RunbookScriptWriter.Default(parameter) is { } value ? ", default " + value : ", must be given")}).";

    private static List<string> Usage(Runbook runbook)
    {
        var example = runbook.Procedures.Count > 0 ? runbook.Procedures[0].Name : null;
        var lines = new List<string>();
        lines.AddRange(Prose("What the checks find leads to the steps that treat it:", Indent));
        lines.AddRange(["", $"{Deep}Test-K8sPlatform | Where-Object Status -ne Pass | Get-RunbookStep", ""]);
        lines.AddRange(Prose("Or choose by the symptoms below. To read steps, and to run a procedure, first as a rehearsal that changes nothing:", Indent));
        lines.AddRange(["", $"{Deep}Get-RunbookStep {runbook.Name} -Section Diagnosis"]);
        if (example is not null)
        {
            lines.Add($"{Deep}Get-RunbookStep {runbook.Name} -Procedure {PowerShellText.Quote(example)}");
            lines.Add($"{Deep}Invoke-Runbook {runbook.Name} -Procedure {PowerShellText.Quote(example)} -WhatIf");
            lines.Add($"{Deep}Invoke-Runbook {runbook.Name} -Procedure {PowerShellText.Quote(example)}");
        }

        return lines;
    }

    private static IEnumerable<string> Symptom(Runbook runbook, RunbookSymptom symptom, bool isFirst)
    {
        if (!isFirst) yield return "";
        yield return "  " + symptom.Name;
        foreach (var line in symptom.Indicators.SelectMany(i => Prose("- " + i, Indent))) yield return line;
        if (symptom.Alerts.Count > 0) foreach (var line in Prose("Alerts: " + string.Join(", ", symptom.Alerts), Indent)) yield return line;
        if (symptom.Checks.Count > 0) foreach (var line in Prose("Checks: " + string.Join(", ", symptom.Checks), Indent)) yield return line;
        if (symptom.GoTo.Count == 0) yield break;
        yield return Indent + "Go to:";
        foreach (var line in symptom.GoTo.SelectMany(a => Prose("- " + (StepFinder.TitleAt(runbook, a) ?? a), Indent + "  "))) yield return line;
    }

    private static IEnumerable<string> Procedure(RunbookProcedure procedure)
    {
        var lines = new List<string>();
        if (procedure.Warning is { } warning) lines.AddRange([.. Prose("WARNING: " + warning, Indent), ""]);
        if (procedure.WhenToUse.Length > 0) lines.AddRange([.. Prose("When to use: " + procedure.WhenToUse, Indent), ""]);
        if (procedure.Prerequisites.Length > 0) lines.AddRange([.. Prose("Prerequisites: " + procedure.Prerequisites, Indent), ""]);
        foreach (var step in procedure.Steps) lines.AddRange([.. Step(step, isFirst: true), ""]);
        lines.AddRange(Prose("Rollback: " + procedure.RollbackText, Indent));
        if (procedure.Rollback is { } rollback) lines.AddRange(["", .. Code(rollback)]);
        return lines;
    }

    private static IEnumerable<string> Step(RunbookStep step, bool isFirst)
    {
        var lines = new List<string>();
        if (!isFirst) lines.Add("");
        lines.AddRange(Prose(StepText.Title(step), "  "));
        void Labelled(string label, string text, string? code)
        {
            if (text.Length > 0 || label.Length > 0) lines.AddRange(["", .. Prose((label + text).TrimEnd(), Indent)]);
            if (code is not null) lines.AddRange(["", .. Code(code)]);
        }

        var (said, native) = FlowText.Divide(step.Text);
        if (said.Length > 0) Labelled("", said, null);
        if (step.Action is { } action) lines.AddRange(["", .. Code(action)]);
        if (step.Manual is { } manual) Labelled("By hand: ", StepText.Comments(manual) is { } words ? string.Join('\n', words) : "", StepText.Comments(manual) is null ? manual : null);
        if (native.Length > 0) Labelled("The same with other tools:", "", native);
        if (step.Expected.Length > 0) Labelled("Expected: ", step.Expected, null);
        if (step.IfAbnormal.Length > 0) Labelled("If abnormal: ", step.IfAbnormal, null);
        if (step.Verify is { } verify) Labelled($"Verify{StepText.Repeats(step)}: ", step.VerifyText, verify);
        if (step.Rollback is { } rollback) Labelled("To take it back:", "", rollback);
        return lines;
    }

    private static IEnumerable<string> Issue(RunbookIssue issue, bool isFirst)
        => (isFirst ? Array.Empty<string>() : [""]).Concat(Prose(issue.Issue, "  ")).Concat(Prose("Cause: " + issue.Cause, Indent)).Concat(Prose("Resolution: " + issue.Resolution, Indent));

    private static IEnumerable<string> Rows(IEnumerable<(string Name, string Text)> rows)
        => rows.SelectMany((r, i) => (i == 0 ? Array.Empty<string>() : [""]).Concat([Indent + r.Name]).Concat(Prose(r.Text, Deep)));

    private static void Section(List<string> lines, string title, IEnumerable<string> content)
    {
        lines.Add("");
        lines.Add(title);
        lines.AddRange(content);
    }

    private static IEnumerable<string> Prose(string text, string indent) => FlowText.Wrap(text, Width - indent.Length).Select(l => l.Length == 0 ? "" : indent + l);

    private static IEnumerable<string> Code(string code) => FlowText.BreakCode(code, Width - Deep.Length).Select(l => l.Length == 0 ? "" : Deep + l);
}
