using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Reports;

/// <summary>Something that could be taken back, and what became of that.</summary>
/// <param name="Id">Its id in the journal.</param>
/// <param name="Key">The step.</param>
/// <param name="Code">The code that takes it back.</param>
/// <param name="Fate">What became of it.</param>
/// <param name="Tone">Whether that is good, bad or to be looked at.</param>
internal sealed record ReportRollback(string Id, string Key, string Code, string Fate, string Tone)
{
    public static IReadOnlyList<ReportRollback> Of(IReadOnlyList<RunEvent> events, RunState state)
    {
        var pending = state.PendingRollbacks.ToDictionary(p => p.Id, StringComparer.Ordinal);
        return [.. events.OfType<RollbackRegistered>().DistinctBy(r => r.Id).Select(r => Told(r, events, pending.GetValueOrDefault(r.Id)))];
    }

    private static ReportRollback Told(RollbackRegistered r, IReadOnlyList<RunEvent> events, PendingRollback? pending)
    {
        ReportRollback As(string fate, string tone) => new(r.Id, r.Key, pending?.Code ?? r.Code, fate, tone);
        if (pending is { Errors.Count: > 0 }) return As("Failed: " + string.Join("; ", pending.Errors), "bad");
        if (pending is { WasStarted: true }) return As("Begun, and no end was written", "warn");
        if (pending is not null) return As("Pending", "warn");
        return events.Last(e => e is RollbackEnded { Succeeded: true } d && d.Id == r.Id || e is RollbackReleased l && l.Id == r.Id) switch
        {
            RollbackReleased released => As($"Not needed: {released.Reason}", "quiet"),
            var done => As($"Taken back {ReportText.Time(done.At)}", "good"),
        };
    }
}
