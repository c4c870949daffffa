using System.Globalization;

namespace K8sOps.Runbooks;

/// <summary>Finds steps of runbooks: by where a symptom leads to, by procedure, by number.</summary>
public static class StepFinder
{
    private const string ProcedurePrefix = "procedure-";

    /// <summary>The steps that anchors lead to, in their order: a procedure with all its steps, or a step of the diagnosis. An anchor of something else leads to nothing.</summary>
    public static IReadOnlyList<RunbookStep> At(Runbook runbook, IEnumerable<string> anchors)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(anchors);
        return [.. anchors.SelectMany(anchor => runbook.Procedures.FirstOrDefault(p => Bare(p.Anchor) == Bare(anchor)) is { } procedure
            ? procedure.Steps
            : runbook.Diagnosis.Where(s => s.Id == anchor))];
    }

    /// <summary>What a place is called, such as <c>Procedure: Replace a failed OSD</c>; null where the anchor leads to no step.</summary>
    public static string? TitleAt(Runbook runbook, string anchor)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(anchor);
        if (runbook.Procedures.FirstOrDefault(p => Bare(p.Anchor) == Bare(anchor)) is { } procedure) return $"Procedure: {procedure.Name}";
        return runbook.Diagnosis.FirstOrDefault(s => s.Id == anchor) is { } step ? string.Create(CultureInfo.InvariantCulture, $"Step {step.Number}: {step.Title}") : null;
    }

    /// <summary>The symptom of that name.</summary>
    public static RunbookSymptom? Symptom(Runbook runbook, string? name)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        return runbook.Symptoms.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a step is one that was asked for: by its number, its id, or the end of its id behind the procedure.</summary>
    public static bool IsNamed(RunbookStep step, string name)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(name);
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? step.Number == number
            : string.Equals(step.Id, name, StringComparison.OrdinalIgnoreCase) || string.Equals(step.Title, name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The parameters that belong to a step: its own, and for one of a procedure those of the whole procedure, since that runs as one.</summary>
    public static IReadOnlyList<RunbookParameter> ParametersOf(Runbook runbook, RunbookStep step)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(step);
        var together = step.Procedure is { } name && runbook.Procedures.FirstOrDefault(p => p.Name == name) is { } procedure ? procedure.Steps : [step];
        var used = together.SelectMany(s => s.Parameters).Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. runbook.Parameters.Where(p => used.Contains(p.Name))];
    }

    private static string Bare(string anchor) => anchor.StartsWith(ProcedurePrefix, StringComparison.Ordinal) ? anchor[ProcedurePrefix.Length..] : anchor;
}
