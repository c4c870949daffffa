using K8sOps.Runbooks.Running;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Reports;

/// <summary>What a report says, before it is Markdown or HTML.</summary>
internal sealed class ReportContent
{
    public ReportContent(RunRecord record)
    {
        Record = record;
        State = record.State;
        Run = record.Summary;
        Timeline = ReportTimeline.Of(record.Events, State);
        Rollbacks = ReportRollback.Of(record.Events, State);
    }

    public RunRecord Record { get; }

    public RunState State { get; }

    public RunbookRun Run { get; }

    public IReadOnlyList<ReportMoment> Timeline { get; }

    public IReadOnlyList<ReportRollback> Rollbacks { get; }

    /// <summary>The procedure when all steps are of one, else the runbook.</summary>
    public string Title
    {
        get
        {
            var procedures = State.Steps.Select(s => s.Step.Procedure).Distinct(StringComparer.Ordinal).ToList();
            return procedures is [{ } one] ? one : Run.Runbooks switch
            {
                [] => "Steps composed by hand",
                [var runbook] => $"Runbook {runbook}",
                var several => $"Runbooks {RunText.And(several)}",
            };
        }
    }

    /// <summary>The whole in a sentence or two.</summary>
    public string Summary
    {
        get
        {
            var steps = $"{Run.Verified} of {ReportText.Count(Run.Steps, "step")} verified";
            if (Run.Failed > 0) steps += $", {Run.Failed} failed";
            var skipped = State.Steps.Count(s => s.Outcome == StepOutcome.Skipped);
            if (skipped > 0) steps += $", {skipped} skipped";
            var back = State.Steps.Count(s => s.Outcome == StepOutcome.RolledBack);
            if (back > 0) steps += $", {back} taken back";
            if (Run.Unknown > 0) steps += $", {Run.Unknown} not known";
            var undone = State.Steps.Count(s => s.Progress == RunProgress.NotStarted);
            if (undone > 0) steps += $", {undone} not begun";
            var changes = ReportText.Count(Run.Changes, "change") + " made";
            var refused = State.Changes.Count(c => c.Outcome == ChangeOutcome.Refused);
            if (refused > 0) changes += $", {refused} refused";
            var unknown = State.Changes.Count(c => c.Outcome == ChangeOutcome.Unknown);
            if (unknown > 0) changes += $", {unknown} with an outcome that nobody knows";
            return $"{steps}. {Capital(changes)}.";
        }
    }

    /// <summary>What a reader must not overlook, a line each.</summary>
    public IReadOnlyList<string> Open =>
    [
        .. Run.Unclear,
        .. State.PendingRollbacks.Count > 0 ? [$"Can still be taken back ({State.PendingRollbacks.Count}): Resume-RunbookRun -Run {Run.Run} -Rollback"] : Array.Empty<string>(),
    ];

    /// <summary>Who, where and when, as pairs.</summary>
    public IEnumerable<(string Label, string Text)> Facts()
    {
        var start = State.Start;
        yield return ("Run", start.Run);
        if (Run.Runbooks.Count > 0) yield return (Run.Runbooks.Count == 1 ? "Runbook" : "Runbooks", RunText.And(Run.Runbooks));
        yield return ("Cluster", start.Cluster + (start.ClusterUid is null ? "" : $" (uid {start.ClusterUid})"));
        yield return ("Actor", start.Actor ?? "not told by the cluster");
        yield return ("From", $"{(start.User is null ? "" : start.User + " on ")}{start.Host}, K8sOps {start.ModuleVersion}, {(start.Unattended ? "unattended" : "attended")}");
        yield return ("Started", ReportText.Time(start.At) + OtherClock(start));
        yield return ("Ended", State.EndedAt is { } end ? $"{ReportText.Time(end)}, after {ReportText.Duration(Run.Elapsed)}" : $"not yet; last heard of after {ReportText.Duration(Run.Elapsed)}");
        foreach (var resumed in State.Resumes) yield return ("Resumed", $"{ReportText.Time(resumed.At)} by {resumed.Actor ?? "an actor that the cluster would not tell"} on {resumed.Host}");
        if (State.StopReason is { Length: > 0 } reason) yield return ("Stopped", reason);
        foreach (var (name, value) in start.Parameters) yield return ("-" + name, value);
    }

    /// <summary>What was run, by the hashes of the runbooks, a line each.</summary>
    public IEnumerable<(string What, string Hash)> Hashes()
    {
        if (State.Start.RunbookHash is { } one) yield return ("SHA-256 of the runbook that was run", one);
        foreach (var copy in State.Start.Copies) yield return ($"SHA-256 of the runbook {copy.Name} that was run", copy.Hash);
    }

    /// <summary>The number of a step in the plan, from 1.</summary>
    public int NumberOf(string key)
    {
        for (var i = 0; i < State.Steps.Count; i++)
        {
            if (State.Steps[i].Key == key) return i + 1;
        }

        return 0;
    }

    /// <summary>What a step came to, in a word or two.</summary>
    public string OutcomeOf(RunStepState step) => step.Progress switch
    {
        RunProgress.NotStarted => "Not begun",
        RunProgress.Started => Record.IsRunning ? "Running" : "Unclear",
        _ => step.Outcome switch
        {
            StepOutcome.VerifyFailed => "Not verified",
            StepOutcome.RolledBack => "Taken back",
            StepOutcome.RollbackFailed => "Not taken back",
            { } outcome => outcome.ToString(),
            null => "Unclear",
        },
    };

    /// <summary>Whether that is good, bad, to be looked at, or nothing of these.</summary>
    public static string Tone(RunStepState step) => step.Progress switch
    {
        RunProgress.NotStarted => "quiet",
        RunProgress.Started => "warn",
        _ => step.Outcome switch
        {
            StepOutcome.Verified => "good",
            StepOutcome.Shown or StepOutcome.Skipped => "quiet",
            StepOutcome.RolledBack or StepOutcome.Unknown => "warn",
            _ => "bad",
        },
    };

    /// <summary>The same for the run.</summary>
    public string RunTone => Run.State switch
    {
        RunbookRunState.Succeeded => "good",
        RunbookRunState.Failed => "bad",
        RunbookRunState.Shown => "quiet",
        _ => "warn",
    };

    /// <summary>The verifications of a step: those that say nothing new are counted, not repeated.</summary>
    public static IEnumerable<(VerificationMade Last, int Times, DateTimeOffset From)> Attempts(RunStepState step)
    {
        var all = step.Verifications;
        for (var i = 0; i < all.Count;)
        {
            var from = i;
            while (i + 1 < all.Count && all[i + 1].Status == all[from].Status && all[i + 1].Error == all[from].Error && all[i + 1].Objects.SequenceEqual(all[from].Objects)) i++;
            yield return (all[i], i - from + 1, all[from].At);
            i++;
        }
    }

    /// <summary>A field's value after a change that was made: one that came back without a value was removed.</summary>
    public static string After(RunChange change, ChangedField field)
        => field.After ?? (change.After.Any(a => a.Path == field.Path) ? "(removed)" : "(not told)");

    private static string OtherClock(RunStarted start)
        => start.HostTime != default && (start.HostTime - start.At).Duration() > TimeSpan.FromMinutes(1) ? $" by the cluster's clock ({ReportText.Time(start.HostTime)} by the machine's)" : "";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
