using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Reports;

/// <summary>The events of a journal as lines for people. Verifications that say the same again are one line.</summary>
internal static class ReportTimeline
{
    public static IReadOnlyList<ReportMoment> Of(IReadOnlyList<RunEvent> events, RunState state)
    {
        var numbers = state.Steps.Select((s, i) => (s, i)).ToDictionary(p => p.s.Key, p => (Number: p.i + 1, p.s.Step.Title), StringComparer.Ordinal);
        var changes = new Dictionary<int, Change>();
        var moments = new List<ReportMoment>();
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            if (e is ChangeAnnounced announced) changes[announced.Number] = announced.Change;
            var last = i;
            while (e is VerificationMade v && last + 1 < events.Count && events[last + 1] is VerificationMade next && next.Key == v.Key && next.Status == v.Status && v.Status != CheckStatus.Pass) last++;
            string StepOf(string key) => numbers.TryGetValue(key, out var step) ? $"Step {step.Number}, {step.Title}" : $"Step {key}";
            string ChangeOf(int number) => changes.TryGetValue(number, out var change) ? change.ToString() : "";
            if (Told(e, events[last], StepOf, ChangeOf) is { } told) moments.Add(new ReportMoment(e.At, e.At - state.Start.At, told.Text, told.Tone));
            i = last;
        }

        return moments;
    }

    private static (string Text, string Tone)? Told(RunEvent e, RunEvent last, Func<string, string> stepOf, Func<int, string> changeOf) => e switch
    {
        RunStarted s => ($"The run began on {s.Cluster}", "quiet"),
        RunResumed r => ($"The run was resumed{(r.Actor is null ? "" : " by " + r.Actor)}", "warn"),
        StepStarted s => ($"{stepOf(s.Key)}: began", "quiet"),
        ChangeAnnounced c => ($"Change {c.Number} announced: {c.Change}", "quiet"),
        ChangeEnded { Outcome: ChangeOutcome.Made } c => ($"Change {c.Number} made: {changeOf(c.Number)}", "good"),
        ChangeEnded { Outcome: ChangeOutcome.Refused } c => ($"Change {c.Number} refused: {c.Error}", "bad"),
        ChangeEnded c => ($"Change {c.Number}: no answer came, so its outcome is not known", "warn"),
        NoteWritten n => (n.Text, "warn"),
        VerificationMade v => ($"Verification {Attempts(v, (VerificationMade)last)}: {v.Status}{(v.Error is null ? "" : ", " + v.Error)}", v.Status == CheckStatus.Pass ? "good" : "warn"),
        StepEnded s => ($"{stepOf(s.Key)}: {Ended(s)}", s.Outcome switch
        {
            StepOutcome.Verified => "good",
            StepOutcome.Shown or StepOutcome.Skipped => "quiet",
            StepOutcome.Unknown or StepOutcome.RolledBack => "warn",
            _ => "bad",
        }),
        RollbackStarted r => ($"Taking back {r.Id}", "warn"),
        RollbackEnded { Succeeded: true } r => ($"Taken back: {r.Id}", "good"),
        RollbackEnded r => ($"Could not be taken back: {r.Id}{(r.Errors.Count == 0 ? "" : ", " + string.Join("; ", r.Errors))}", "bad"),
        RunStopped s => ($"The run was stopped: {s.Reason}", "warn"),
        RunFinished { Succeeded: true } => ("The run succeeded", "good"),
        RunFinished => ("The run ended without success", "bad"),
        ActionEnded a => ($"{stepOf(a.Key)}: its action ended{(a.Succeeded ? "" : " with an error")}", a.Succeeded ? "quiet" : "bad"),
        // Output and what is registered or released stand with their steps.
        _ => null,
    };

    private static string Attempts(VerificationMade first, VerificationMade last)
        => first.Attempt == last.Attempt ? $"{first.Attempt}" : $"{first.Attempt} to {last.Attempt} (until {ReportText.TimeOfDay(last.At)})";

    private static string Ended(StepEnded s)
    {
        var outcome = s.Outcome switch
        {
            StepOutcome.VerifyFailed => "done, and not verified",
            StepOutcome.RolledBack => "taken back",
            StepOutcome.RollbackFailed => "could not be taken back",
            _ => s.Outcome.ToString().ToLowerInvariant(),
        };
        return s.Reason.Length == 0 ? outcome : $"{outcome} ({s.Reason})";
    }
}
