using K8sOps.Runbooks.Running;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks;

/// <summary>The error of a run that has not come to what was asked of it, so that a script that runs unattended hears of it.</summary>
internal static class RunFailure
{
    /// <summary>The error, or null.</summary>
    /// <param name="results">What the steps came to.</param>
    /// <param name="state">What the journal came to; null for a rehearsal.</param>
    /// <param name="takesBack">Whether the run was to be taken back, rather than to succeed.</param>
    public static OperationException? Of(IReadOnlyList<StepResult> results, RunState? state, bool takesBack)
        => results.Count == 0 || state is null ? null : takesBack ? NotTakenBack(results, state) : NotSucceeded(results, state);

    private static OperationException? NotTakenBack(IReadOnlyList<StepResult> results, RunState state)
    {
        var bad = results.Where(r => r.Outcome == StepOutcome.RollbackFailed).ToList();
        if (bad.Count == 0 && state.PendingRollbacks.Count == 0) return null;
        var why = bad.Count > 0 ? Line(bad) : $"{string.Join(", ", state.PendingRollbacks.Select(p => p.Id))} is still pending";
        return Failed(state, $"was not taken back in full: {why}");
    }

    private static OperationException? NotSucceeded(IReadOnlyList<StepResult> results, RunState state)
    {
        // What went wrong comes before what was only taken back, or left out, because of it.
        var bad = results.Where(r => r.Outcome is not (StepOutcome.Verified or StepOutcome.Shown)).OrderBy(r => r.Outcome is StepOutcome.RolledBack or StepOutcome.Skipped).ToList();
        // A diagnosis alone proves nothing and claims nothing: it has only looked, as it was asked to.
        return bad.Count == 0 ? null : Failed(state, $"has not succeeded: {Line(bad)}");
    }

    private static string Line(List<StepResult> bad)
        => $"{bad[0].Title}: {bad[0].Outcome}{(bad[0].Reason.Length > 0 ? $" ({bad[0].Reason})" : "")}{(bad.Count > 1 ? $", and {bad.Count - 1} more" : "")}";

    /// <summary>With what is really possible now: to take back what could not be, to go on, or to read what happened.</summary>
    private static OperationException Failed(RunState state, string what)
    {
        var run = state.Start.Run;
        var isTakingBack = state.PendingRollbacks.Count > 0 && (!RunPlanner.CanResume(state) || state.Steps.Any(s => s.Outcome == StepOutcome.RollbackFailed));
        var remedy = isTakingBack ? $"Resume-RunbookRun {run} -Rollback" : RunPlanner.CanResume(state) ? $"Resume-RunbookRun {run}" : $"Export-RunbookReport {run}";
        return new OperationException("RunFailed", OperationCategory.InvalidResult, run, $"The run {run} {what}.", remedy);
    }
}
