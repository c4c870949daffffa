namespace K8sOps.Runbooks.Runs;

/// <summary>Which steps of a run belong together: as its plan had them, and guessed where its journal does not tell.</summary>
internal static class PlannedGroups
{
    /// <summary>The numbers of the groups, by the keys of the steps.</summary>
    public static IReadOnlyDictionary<string, int> Of(IReadOnlyList<PlannedStep> steps)
    {
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        var number = 0;
        RunbookStep? last = null;
        foreach (var planned in steps)
        {
            number = planned.Group ?? (last is not null && GoesOn(last, planned.Step) ? number : number + 1);
            groups.TryAdd(planned.Key, number);
            last = planned.Step;
        }

        return groups;
    }

    /// <summary>The number falls where the next occurrence of a procedure begins.</summary>
    private static bool GoesOn(RunbookStep last, RunbookStep step)
        => last.Runbook == step.Runbook && last.Procedure == step.Procedure && last.Section == step.Section
            && (step.Procedure is null ? step.Section == RunbookSection.Unknown : step.Number > last.Number) && step.ProcedureRollback is null;
}
