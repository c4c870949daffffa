using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Running;

/// <summary>
/// Walks the steps of a plan: shows one, asks, runs it, verifies it, goes on; and takes back what is pending when it is told to. It works
/// on the caller's thread, and knows neither the engine nor the host.
/// </summary>
public sealed class RunbookRunner
{
    private readonly IRunOperator _person;
    private readonly RunJournal? _journal;
    private readonly RunSettings _settings;
    private readonly StepRunner _steps;
    private readonly RunRollback _rollback;

    /// <summary>Creates the runner of one run.</summary>
    /// <param name="engine">Runs the blocks.</param>
    /// <param name="person">Is shown things, and asked.</param>
    /// <param name="journal">Where the run is written down; null for a rehearsal, which changes nothing.</param>
    /// <param name="settings">How it is run.</param>
    public RunbookRunner(IBlockEngine engine, IRunOperator person, RunJournal? journal, RunSettings settings)
    {
        _person = person;
        _journal = journal;
        _settings = settings;
        _steps = new StepRunner(engine, person, journal, settings);
        _rollback = new RunRollback(_steps, person, journal, settings);
    }

    /// <summary>Runs a plan from its beginning.</summary>
    public IReadOnlyList<StepResult> Run(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Results(Walk([.. plan.Items.Select(i => new StepRecord(i))]));
    }

    /// <summary>Goes on with a run that was cut or stopped: what is verified stays done, what is unclear is looked at first.</summary>
    public IReadOnlyList<StepResult> Resume(RunPlan plan, RunState state)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Results(Walk([.. plan.Items.Select(i => Remembered(i, state.Step(i.Key)))]));
    }

    /// <summary>Takes back what is pending of a run, last first, and ends it.</summary>
    public IReadOnlyList<StepResult> TakeBack(RunPlan plan, RunState state)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var steps = plan.Items.Select(i => Remembered(i, state.Step(i.Key))).ToList();
        _rollback.TakeBack(steps, _settings.Stop);
        return Results(steps);
    }

    private static StepRecord Remembered(PlanItem item, RunStepState state)
    {
        var isDone = state.Outcome is StepOutcome.Verified or StepOutcome.Shown or StepOutcome.RolledBack;
        var record = new StepRecord(item)
        {
            IsSettled = isDone,
            // A failed action is a fact, and is repeated; the others have to be looked at.
            IsUnclear = !isDone && (state.IsUnclear || state.IsActionOver || state.Outcome is StepOutcome.VerifyFailed or StepOutcome.RollbackFailed || state.Changes.Any(c => c.Outcome == ChangeOutcome.Unknown)),
            IsActionOver = state.IsActionOver,
            HasChanged = state.Changes.Any(c => c.Outcome != ChangeOutcome.Refused),
            StartedAt = state.StartedAt ?? default,
            Elapsed = state.Elapsed ?? default,
            HasBegun = state.Starts > 0,
            Verification = state.Verifications.Count > 0 ? state.Verifications[^1].Status : CheckStatus.Skip,
        };
        if (state.Outcome is { } outcome) record.End(outcome, state.Reason);
        return record;
    }

    private List<StepRecord> Walk(List<StepRecord> steps)
    {
        try
        {
            for (var i = 0; i < steps.Count; i++)
            {
                if (!steps[i].IsSettled && !Take(steps, i)) return steps;
                _rollback.ReleaseIfProven(steps, i);
            }

            Finish(steps);
        }
        catch (RunInterruptedException)
        {
            Stop(steps, "Ctrl+C");
        }

        return steps;
    }

    /// <summary>One step; false when the run ends with it.</summary>
    private bool Take(List<StepRecord> steps, int index)
    {
        var step = steps[index];
        if (_settings.Stop.IsCancellationRequested) throw new RunInterruptedException();
        if (step.Item.Refusal is { } refusal)
        {
            _person.Warn($"{step.Step} is left out: {refusal}.");
            Skip(step, refusal);
            return true;
        }

        Show(step.Item, index + 1, steps.Count);
        if (_journal is null)
        {
            _steps.Rehearse(step);
            if (_settings.Stop.IsCancellationRequested) throw new RunInterruptedException();
            return true;
        }

        if (step.IsUnclear && _steps.IsSettledByLooking(step))
        {
            _rollback.ReleaseUndone(step);
            return step.IsGood || Fail(steps, index);
        }

        if (!_settings.Unattended)
        {
            switch (Ask(step))
            {
                case RunAnswer.Skip:
                    Skip(step, "left out by the operator");
                    return true;
                case RunAnswer.RollBack:
                    Stop(steps, "the operator took it back", takesBack: true);
                    return false;
                case RunAnswer.Stop:
                    Stop(steps, "stopped by the operator");
                    return false;
            }
        }

        _steps.Run(step);
        _rollback.ReleaseUndone(step);
        return step.IsGood || Fail(steps, index);
    }

    private RunAnswer Ask(StepRecord step)
        => _person.Ask(step.Step.Title, step.Step.Manual is not null ? "Has this been done by hand?" : step.IsActionOver ? "Run this step again?" : "Run this step?",
            Answers(step.Step.Manual is null ? RunAnswer.Run : RunAnswer.Done, step.Step.Destructive)) ?? throw new RunInterruptedException();

    // Enter alone destroys nothing: the first answer is what it means.
    private static IReadOnlyList<RunAnswer> Answers(RunAnswer doIt, bool isDestructive) => isDestructive ? [RunAnswer.Skip, doIt, RunAnswer.RollBack, RunAnswer.Stop] : [doIt, RunAnswer.Skip, RunAnswer.RollBack, RunAnswer.Stop];

    /// <summary>A step did not do what it should. Unattended that is the end; else it is asked.</summary>
    private bool Fail(List<StepRecord> steps, int index)
    {
        var reason = $"{steps[index].Step.Title}: {steps[index].Outcome}";
        if (_settings.Unattended)
        {
            Stop(steps, reason, takesBack: _settings.OnFailure == FailurePolicy.Rollback);
            return false;
        }

        var pending = _rollback.Pending;
        if (pending.Count > 0) _rollback.List(pending);
        var answers = new List<RunAnswer>();
        if (index + 1 < steps.Count) answers.Add(RunAnswer.GoOn);
        if (pending.Count > 0) answers.Add(RunAnswer.RollBack);
        answers.Add(RunAnswer.Stop);
        switch (answers.Count == 1 ? RunAnswer.Stop : _person.Ask(steps[index].Step.Title, $"{reason}. What now?", answers) ?? throw new RunInterruptedException())
        {
            case RunAnswer.GoOn:
                return true;
            case RunAnswer.RollBack:
                Stop(steps, reason, takesBack: true);
                return false;
            default:
                // What is pending has just been offered.
                Stop(steps, reason, isOffered: true);
                return false;
        }
    }

    private void Skip(StepRecord step, string reason)
    {
        step.LeaveOut(reason, _settings.Clock.GetUtcNow());
        _journal?.Append(new StepEnded(step.Key, StepOutcome.Skipped, reason, []) { IsLeftOut = true });
    }

    private void Stop(List<StepRecord> steps, string reason, bool takesBack = false, bool isOffered = false)
    {
        foreach (var step in steps.Where(s => s.Outcome is null))
        {
            // The one that was under way: what it came to is for the resume to find out.
            if (step.HasBegun) step.End(StepOutcome.Unknown, "interrupted: " + reason);
            else step.LeaveOut("the run was stopped before it: " + reason, _settings.Clock.GetUtcNow());
        }

        if (_journal is null) return;
        _journal.Append(new RunStopped(reason));
        _rollback.AfterStop(steps, takesBack, isOffered);
    }

    private void Finish(List<StepRecord> steps)
    {
        if (_journal is null) return;
        var pending = _rollback.Pending;
        if (pending.Count > 0)
        {
            _rollback.List(pending);
            _rollback.SayHow();
        }

        _journal.Append(new RunFinished(steps.Exists(s => s.Outcome == StepOutcome.Verified) && steps.TrueForAll(s => s.IsGood)));
    }

    private void Show(PlanItem item, int number, int count)
    {
        _person.Tell("");
        _person.Tell($"[{number}/{count}] {item.Step.Title}{(item.Step.Target is { } target ? $" (target {RunText.Duration(target)})" : "")}");
        if (item.Step.Warning is { } warning && item.Step.Number <= 1) _person.Warn(warning);
        if (item.Step.Manual is not null) _person.Tell("  By hand:");
        foreach (var line in (item.Step.Manual ?? item.Step.Action ?? "").Split('\n')) _person.Tell("  " + line.TrimEnd('\r'));
        if (item.Step.VerifyText.Length > 0) _person.Tell($"  Verify: {item.Step.VerifyText}");
        if (item.Step.Expected.Length > 0) _person.Tell($"  Expected: {item.Step.Expected}");
    }

    private IReadOnlyList<StepResult> Results(List<StepRecord> steps)
    {
        var state = _journal is null ? null : RunState.Of(_journal.Events);
        return [.. steps.Select(s => s.Result(_journal?.Run, _settings.Cluster, state is null ? Array.Empty<string>() : state.Step(s.Key).Changes.Select(c => c.ToString()).ToArray()))];
    }
}
