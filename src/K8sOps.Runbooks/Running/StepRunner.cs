using System.Globalization;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Running;

/// <summary>Runs one step: its action, then its verification, with everything written down before it happens.</summary>
internal sealed class StepRunner(IBlockEngine engine, IRunOperator person, RunJournal? journal, RunSettings settings)
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(15);

    /// <summary>Tells what the action would change, and judges nothing.</summary>
    public void Rehearse(StepRecord step)
    {
        step.StartedAt = settings.Clock.GetUtcNow();
        if (step.Step.Action is { } action)
        {
            var result = Invoke(step, action, step.Step.ActionLine, isAction: true, settings.Stop);
            Keep(step, result);
        }

        if (step.Step.Verify is { } verify) person.Tell($"  would verify: {(step.Step.VerifyText.Length > 0 ? step.Step.VerifyText : OneLine(verify))}{Patience(step.Step)}");
        step.Elapsed = settings.Clock.GetUtcNow() - step.StartedAt;
        step.End(StepOutcome.Skipped, "WhatIf");
    }

    /// <summary>Runs the step to its end.</summary>
    public void Run(StepRecord step)
    {
        Begin(step);
        Register(step.Item);
        var failed = false;
        if (step.Step.Action is { } action)
        {
            var result = Invoke(step, action, step.Step.ActionLine, isAction: true, settings.Stop);
            Keep(step, result);
            // After a stop something may still be under way, and change what it announces late.
            if (result.Stopped) throw new RunInterruptedException();
            ReleaseIfNothingChanged(step);
            failed = result.Failed;
            journal?.Append(new ActionEnded(step.Key, !failed));
            if (failed && step.Errors.Count == 0) step.Errors.Add("The action did not run to its end.");
            // Before the wait for what it should have brought about, which can be a long one.
            foreach (var error in failed ? step.Errors : []) person.Warn($"{step.Step.Title}: {error}");
        }

        var verdict = step.Step.Verify is null ? null : Verify(step, isOnce: failed);
        End(step, failed, verdict);
    }

    /// <summary>
    /// A step that was begun before: when what it should have brought about is there, it is done. An action that was carried out, or may
    /// have been, is not repeated unasked, and what it brings about may take its time: that is waited for as it would have been.
    /// </summary>
    /// <returns>Whether the step has ended with that; if not, it is to be run.</returns>
    public bool IsSettledByLooking(StepRecord step)
    {
        if (step.Step.Verify is null) return IsSettledUnseen(step);
        step.StartedAt = settings.Clock.GetUtcNow();
        var isWaiting = step.IsActionOver || (step.Outcome is null && step.HasChanged);
        person.Tell(step.IsActionOver ? $"  Its action has been carried out; what is left is its verification{Patience(step.Step)}." : "  What came of it is not known; its verification goes first.");
        var verdict = Verify(step, isOnce: !isWaiting);
        if (verdict.Status == CheckStatus.Pass)
        {
            step.Elapsed = settings.Clock.GetUtcNow() - step.StartedAt;
            step.End(StepOutcome.Verified, "verified on resuming, and not run again");
            journal!.Append(new StepEnded(step.Key, StepOutcome.Verified, step.Reason, []));
            return true;
        }

        // A verification that could not look has told nothing of an action that may have run.
        if (settings.Unattended && (step.IsActionOver || verdict.Status == CheckStatus.Unknown))
        {
            End(step, failed: false, verdict);
            return true;
        }

        person.Tell($"  Not done yet: {verdict.Reason}");
        return false;
    }

    /// <summary>The same where nothing verifies the step.</summary>
    private bool IsSettledUnseen(StepRecord step)
    {
        // What a person does, the person is asked about; and a diagnosis only looks.
        if (step.Step.Action is null || (step.Step.Section == RunbookSection.Diagnosis && !step.HasChanged)) return false;
        step.StartedAt = settings.Clock.GetUtcNow();
        if (step.IsActionOver && (settings.Unattended || step.Outcome is null))
        {
            End(step, failed: false, null);
            return true;
        }

        if (!settings.Unattended)
        {
            person.Tell("  What came of it is not known, and it has no verification.");
            return false;
        }

        step.End(StepOutcome.Unknown, "it had begun, and nothing tells whether its action was carried out");
        journal!.Append(new StepEnded(step.Key, StepOutcome.Unknown, step.Reason, []));
        return true;
    }

    /// <summary>Runs a block of a step that is no action of it, such as one that takes it back.</summary>
    public BlockResult TakeBack(StepRecord step, string code, CancellationToken stop) => Invoke(step, code, 0, isAction: false, stop);

    private void Begin(StepRecord step)
    {
        step.StartedAt = settings.Clock.GetUtcNow();
        step.HasBegun = true;
        step.Reopen();
        journal?.Append(new StepStarted(step.Key));
    }

    /// <summary>Before the action runs, so that a run that is cut in its middle can be taken back.</summary>
    private void Register(PlanItem item)
    {
        if (journal is null) return;
        if (item.Step.ProcedureRollback is { } whole) journal.Append(new RollbackRegistered(ProcedureId(item), item.Key, whole));
        if (item.Step.Rollback is { } own) journal.Append(new RollbackRegistered(item.Key, item.Key, own));
    }

    /// <summary>
    /// What changed nothing needs no way back: an OSD that was out before is not to be taken in. Every command of ours announces what it
    /// changes, and the steps of a runbook's file have no others; of a step that somebody composed nobody knows.
    /// </summary>
    private void ReleaseIfNothingChanged(StepRecord step)
    {
        if (journal is null || step.Step is not { Hash: not null, Manual: null, Rollback: not null }) return;
        if (RunState.Of(journal.Events).Step(step.Key).Changes.Any(c => c.Outcome != ChangeOutcome.Refused)) return;
        journal.Append(new RollbackReleased(step.Key, "its action changed nothing"));
    }

    /// <summary><c>procedure:replace-a-failed-osd</c>, with <c>~2</c> for the second one of a run.</summary>
    private static string ProcedureId(PlanItem item)
    {
        var slash = item.Key.LastIndexOf('/');
        var tilde = item.Key.LastIndexOf('~');
        return "procedure:" + (slash > 0 ? item.Key[..slash] : item.Key) + (slash > 0 && tilde > slash ? item.Key[tilde..] : "");
    }

    private void Keep(StepRecord step, BlockResult result)
    {
        // An array: PowerShell indexes nothing that a collection expression makes of an interface.
        step.Output = result.Output.OfType<object>().ToArray();
        step.Errors.AddRange(result.Errors.Select(e => e.Message));
        if (journal is not null && result.Output.Count > 0) journal.Append(new OutputWritten(step.Key, JournalText.Of(result.Output), IsCut: false));
    }

    private Verdict Verify(StepRecord step, bool isOnce)
    {
        var clock = settings.Clock;
        var timeout = isOnce ? TimeSpan.Zero : step.Step.VerifyTimeout;
        var deadline = clock.GetUtcNow() + timeout;
        for (var attempt = 1; ; attempt++)
        {
            var result = Invoke(step, step.Step.Verify!, 0, isAction: false, settings.Stop);
            if (result.Stopped) throw new RunInterruptedException();
            var verdict = Verdict.Of(result);
            step.Verification = verdict.Status;
            journal?.Append(new VerificationMade(step.Key, attempt, verdict.Status, verdict.Objects, verdict.Reason.Length > 0 ? verdict.Reason : null));
            var left = deadline - clock.GetUtcNow();
            if (verdict.Status == CheckStatus.Pass || left <= TimeSpan.Zero) return verdict;
            if (attempt == 1) person.Tell($"  Not yet: {verdict.Reason}; looking again{Patience(step.Step)}.");
            Wait(left < Every(step.Step) ? left : Every(step.Step));
        }
    }

    private static TimeSpan Every(RunbookStep step) => step.VerifyEvery > TimeSpan.Zero ? step.VerifyEvery : s_every;

    private static string Patience(RunbookStep step)
        => step.VerifyTimeout > TimeSpan.Zero ? $" every {RunText.Duration(Every(step))}, for at most {RunText.Duration(step.VerifyTimeout)}" : "";

    private void Wait(TimeSpan time)
    {
        try
        {
            Task.Delay(time, settings.Clock, settings.Stop).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new RunInterruptedException();
        }
    }

    private void End(StepRecord step, bool failed, Verdict? verdict)
    {
        step.Elapsed = settings.Clock.GetUtcNow() - step.StartedAt;
        var (outcome, reason) = (failed, verdict) switch
        {
            (true, _) => (StepOutcome.Failed, verdict is { Status: CheckStatus.Pass } ? "the action failed, though the verification passes" : "the action failed"),
            (_, null) when IsUnproven(step) => (StepOutcome.Unknown, "it changed something, and has no verification that would prove it"),
            (_, null) when step.Step.Manual is null || !settings.Unattended => (StepOutcome.Shown, ""),
            (_, null) => (StepOutcome.Skipped, "done by hand, and nothing proves that it was"),
            (_, { Status: CheckStatus.Pass }) => (StepOutcome.Verified, ""),
            (_, { Status: CheckStatus.Unknown }) => (StepOutcome.Unknown, verdict!.Reason),
            (_, { Status: CheckStatus.Skip }) => (StepOutcome.Skipped, verdict!.Reason),
            _ => (StepOutcome.VerifyFailed, verdict!.Reason),
        };
        if (verdict is { Status: not CheckStatus.Pass }) step.Errors.Add(verdict.Reason);
        step.End(outcome, reason);
        journal?.Append(new StepEnded(step.Key, outcome, reason, [.. step.Errors]) { IsLeftOut = outcome == StepOutcome.Skipped ? false : null });
        person.Tell(string.Create(CultureInfo.InvariantCulture,
            $"  {outcome}{(reason.Length > 0 ? ": " + reason : "")} ({RunText.Duration(step.Elapsed)}{(step.Step.Target is { } target ? ", target " + RunText.Duration(target) : "")})"));
    }

    /// <summary>Whether a step that nothing verifies has changed something: by what its commands told, or because it says how that is taken back.</summary>
    private bool IsUnproven(StepRecord step)
        => step.Step.Action is not null && (step.Step.Rollback is not null || (journal is not null && RunState.Of(journal.Events).Step(step.Key).Changes.Any(c => c.Outcome != ChangeOutcome.Refused)));

    private BlockResult Invoke(StepRecord step, string code, int line, bool isAction, CancellationToken stop)
    {
        var scope = new OperationScope
        {
            Run = journal?.Run,
            IsRehearsal = journal is null,
            Sink = journal is null ? null : new RunSink(journal, step.Key) { KeepsCompensations = isAction && step.Step.Rollback is null && !step.Item.IsCovered },
        };
        using (scope.Enter())
        {
            return engine.Invoke(new BlockCall
            {
                Code = code,
                File = line > 0 ? step.Step.Path : null,
                Line = line,
                Cluster = step.Step.Cluster ?? settings.Cluster,
                Arguments = step.Step.Arguments,
                IsRehearsal = journal is null,
                Shows = isAction,
            }, stop);
        }
    }

    private static string OneLine(string code) => string.Join("; ", code.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
