using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Running;

/// <summary>What can be taken back in a run: when it need not be any more, and how it is.</summary>
internal sealed class RunRollback(StepRunner runner, IRunOperator person, RunJournal? journal, RunSettings settings)
{
    /// <summary>In the order in which it was registered.</summary>
    public IReadOnlyList<PendingRollback> Pending => journal is null ? [] : RunState.Of(journal.Events).PendingRollbacks;

    /// <summary>A procedure that ends verified keeps what it did; one of which nothing was verified has not ended so.</summary>
    public void ReleaseIfProven(List<StepRecord> steps, int index)
    {
        if (journal is null) return;
        var group = steps[index].Item.Group;
        if (index + 1 < steps.Count && steps[index + 1].Item.Group == group) return;
        var members = steps.Where(s => s.Item.Group == group).ToList();
        if (!members.TrueForAll(s => s.IsGood) || !members.Exists(s => s.Outcome == StepOutcome.Verified)) return;
        foreach (var pending in Pending.Where(p => members.Exists(s => s.Key == p.Key))) journal.Append(new RollbackReleased(pending.Id, "its procedure ended verified"));
    }

    /// <summary>What a step has undone itself need not be taken back: it ran the same commands, or its changes put back what an earlier one had changed.</summary>
    public void ReleaseUndone(StepRecord step)
    {
        if (journal is null || step.Outcome != StepOutcome.Verified) return;
        var state = RunState.Of(journal.Events);
        var made = state.Step(step.Key).Changes.Where(c => c.Outcome == ChangeOutcome.Made).ToList();
        if (made.Count == 0) return;
        var ran = Lines(step.Step.Action);
        var undone = made.SelectMany(last => UndoneChanges.By(last, state.Changes, c => c.Change.Compensation is null || state.PendingRollbacks.Any(p => IsOf(p, c)))).ToList();
        foreach (var pending in state.PendingRollbacks)
        {
            var earlier = state.Step(pending.Key).Step;
            var isSame = pending.Key != step.Key && Lines(pending.Code) is { Count: > 0 } lines && lines.IsSubsetOf(ran) && Same(earlier.Arguments, step.Step.Arguments, lines);
            if (isSame || undone.Exists(c => IsOf(pending, c))) journal.Append(new RollbackReleased(pending.Id, $"undone by the step {step.Key}"));
        }
    }

    /// <summary>Lists what is pending, last first, as it would be taken back.</summary>
    public void List(IReadOnlyList<PendingRollback> pending)
    {
        person.Tell("To be taken back, last first:");
        foreach (var one in pending.Reverse()) person.Tell("  " + Line(one));
    }

    /// <summary>One line that says what is pending, and the command that takes it back.</summary>
    public void SayHow()
    {
        if (Pending is { Count: > 0 } pending) person.Warn($"Not taken back: {string.Join(" | ", pending.Reverse().Select(Line))}. To take it back: Resume-RunbookRun {journal!.Run} -Rollback");
    }

    /// <summary>After a failure, a stop or Ctrl+C: takes back, or offers it, or says how.</summary>
    public void AfterStop(List<StepRecord> steps, bool takesBack, bool isOffered)
    {
        var pending = Pending;
        if (pending.Count == 0) return;
        if (!takesBack && !isOffered) takesBack = settings.Unattended ? settings.OnFailure == FailurePolicy.Rollback : IsWanted(pending);
        if (takesBack) TakeBack(steps, settings.SecondStop);
        else SayHow();
    }

    /// <summary>Takes back what is pending, last first; one that fails does not keep the others from it.</summary>
    public void TakeBack(List<StepRecord> steps, CancellationToken stop)
    {
        foreach (var pending in Pending.Reverse())
        {
            if (steps.Find(s => s.Key == pending.Key) is not { } step) continue;
            if (stop.IsCancellationRequested) break;
            person.Tell("Taking back " + Line(pending));
            journal!.Append(new RollbackStarted(pending.Id));
            var result = CodeOf(pending, step.Step) is { } code ? runner.TakeBack(step, code, stop) : Unreadable;
            if (result.Stopped) break;
            var errors = result.Failed && result.Errors.Count == 0 ? ["It did not run to its end."] : result.Errors.Select(e => e.Message).ToList();
            journal.Append(new RollbackEnded(pending.Id, !result.Failed, errors));
            if (result.Failed) person.Warn($"Could not be taken back: {Line(pending)}: {string.Join(' ', errors)}");
        }

        var state = RunState.Of(journal!.Events);
        foreach (var step in steps.Where(s => state.Step(s.Key).Outcome is StepOutcome.RolledBack or StepOutcome.RollbackFailed))
        {
            step.TakenBack(state.Step(step.Key).Outcome!.Value, state.Step(step.Key).Errors);
        }

        // What could not be taken back can be tried again.
        if (state.PendingRollbacks.Count == 0)
        {
            person.Tell("All that was pending was taken back.");
            if (state.StandingChanges is { Count: > 0 } standing) person.Warn($"What stays, since its step has no way back or was proven before: {string.Join(" | ", standing)}.");
            journal.Append(new RunFinished(Succeeded: false));
            return;
        }

        journal.Append(new RunStopped(stop.IsCancellationRequested ? "Ctrl+C while it was taken back" : "not everything could be taken back"));
        SayHow();
    }

    private static BlockResult Unreadable => new() { Failed = true, Errors = [new BlockError("its code or one of its values held a secret, which the journal does not keep", OperationCategory.InvalidData)] };

    /// <summary>What would have to run. The journal has it without its secrets; the process that began the run still has all of it.</summary>
    private static string? CodeOf(PendingRollback pending, RunbookStep step)
    {
        // The journal has no value of a secret either: without it the code would do something else.
        if (BlockVariables.Of(pending.Code).Any(v => step.Arguments.TryGetValue(v, out var value) && value is SecretPattern.Redacted)) return null;
        if (!pending.IsRedacted) return pending.Code;
        var known = pending.Id == pending.Key ? step.Rollback : pending.Id.StartsWith("procedure:", StringComparison.Ordinal) ? step.ProcedureRollback : null;
        return known is null || known.Contains(SecretPattern.Redacted, StringComparison.Ordinal) ? null : known;
    }

    private bool IsWanted(IReadOnlyList<PendingRollback> pending)
    {
        List(pending);
        return person.Ask("The run was stopped", "Take back what was done?", [RunAnswer.RollBack, RunAnswer.Leave]) == RunAnswer.RollBack;
    }

    private string Line(PendingRollback pending)
    {
        var step = RunState.Of(journal!.Events).Step(pending.Key).Step;
        var what = pending.Id.StartsWith("procedure:", StringComparison.Ordinal) ? step.Procedure ?? step.Title : step.Title;
        return $"{what}: {string.Join("; ", pending.Code.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))}";
    }

    private static bool IsOf(PendingRollback pending, RunChange change) => pending.Id == $"change:{change.Number}";

    private static HashSet<string> Lines(string? code)
        => [.. (code ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(l => !l.StartsWith('#'))];

    /// <summary>The same text means the same only where its variables have the same values.</summary>
    private static bool Same(IReadOnlyDictionary<string, object> earlier, IReadOnlyDictionary<string, object> later, HashSet<string> lines)
        => earlier.Where(a => lines.Any(l => l.Contains("$" + a.Key, StringComparison.OrdinalIgnoreCase))).All(a => later.FirstOrDefault(b => string.Equals(a.Key, b.Key, StringComparison.OrdinalIgnoreCase)).Value is { } value && Equals(value, a.Value));
}
