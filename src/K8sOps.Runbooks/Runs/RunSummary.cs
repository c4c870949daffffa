namespace K8sOps.Runbooks.Runs;

/// <summary>From a run's record to the one line that lists it.</summary>
internal static class RunSummary
{
    public static RunbookRun Of(RunRecord record)
    {
        var state = record.State;
        return new RunbookRun
        {
            Run = record.Run,
            Runbook = state.Start.Runbook,
            Runbooks = [.. state.Start.Runbooks],
            Cluster = state.Start.Cluster,
            ClusterUid = state.Start.ClusterUid,
            StartedAt = state.Start.At,
            EndedAt = state.EndedAt,
            Elapsed = state.LastAt - state.Start.At,
            State = StateOf(record, state),
            Actor = state.Start.Actor,
            Host = state.Start.Host,
            Steps = state.Steps.Count,
            Verified = state.Steps.Count(s => s.Outcome == StepOutcome.Verified),
            Failed = state.Steps.Count(s => s.Outcome is StepOutcome.Failed or StepOutcome.VerifyFailed or StepOutcome.RollbackFailed),
            Unknown = state.Steps.Count(s => s.Outcome == StepOutcome.Unknown || (!record.IsRunning && s.IsUnclear)),
            Changes = state.Changes.Count(c => c.Outcome == ChangeOutcome.Made),
            PendingRollbacks = [.. state.PendingRollbacks.Select(p => p.Id)],
            Unclear = record.IsRunning ? [] : record.Unclear,
            HostTime = state.Start.HostTime,
            Folder = record.Folder,
            Head = record.Head,
        };
    }

    private static RunbookRunState StateOf(RunRecord record, RunState state) => state.Ending switch
    {
        RunEnding.Succeeded => RunbookRunState.Succeeded,
        RunEnding.Failed when state.Steps.Count > 0 && state.Steps.All(s => s.Outcome == StepOutcome.Shown) => RunbookRunState.Shown,
        RunEnding.Failed => RunbookRunState.Failed,
        RunEnding.Stopped => RunbookRunState.Stopped,
        _ => record.IsRunning ? RunbookRunState.Running : RunbookRunState.Interrupted,
    };
}
