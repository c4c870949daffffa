namespace K8sOps.Runbooks.Runs;

/// <summary>Takes the events of a journal one by one. See <see cref="RunState"/>.</summary>
internal sealed class RunFold
{
    private readonly RunStarted _start;
    private readonly List<string> _order = [];
    private readonly Dictionary<string, RunStepState> _steps = new(StringComparer.Ordinal);
    private readonly List<RunChange> _changes = [];
    private readonly List<PendingRollback> _pending = [];
    private readonly Dictionary<string, PendingRollback> _registered = new(StringComparer.Ordinal);
    private readonly List<RunResumed> _resumes = [];
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, int> _groups;
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private RunEnding _ending;
    private bool _isTakingBack;
    private string? _stopReason;
    private DateTimeOffset _last;

    public RunFold(RunStarted start)
    {
        _start = start;
        _last = start.At;
        _groups = PlannedGroups.Of(start.Steps);
        foreach (var planned in start.Steps) Plan(planned.Key, planned.Step);
    }

    public void Add(RunEvent e)
    {
        _last = e.At;
        _isTakingBack = e is RollbackStarted || (_isTakingBack && e is ChangeAnnounced or ChangeEnded or NoteWritten);
        // Whatever comes after an end opens the run again, such as a resume, or taking back after a stop.
        if (e is not (RunFinished or RunStopped or RollbackReleased or NoteWritten)) _ending = RunEnding.Open;
        switch (e)
        {
            case RunResumed r: Resume(r); break;
            case StepStarted s: Begin(s); break;
            case ActionEnded a: Change(a.Key, t => t with { IsActionOver = a.Succeeded }); break;
            case StepEnded s: End(s); break;
            case OutputWritten o: Change(o.Key, t => t with { Output = [.. t.Output, o] }); break;
            case VerificationMade v: Change(v.Key, t => t with { Verifications = [.. t.Verifications, v] }); break;
            case NoteWritten { Key: { } key } n: Change(key, t => t with { Notes = [.. t.Notes, n.Text] }); break;
            case ChangeAnnounced c: _changes.Add(new RunChange { Key = c.Key, Number = c.Number, Change = c.Change, At = c.At, IsTakingBack = _isTakingBack }); break;
            case ChangeEnded c: EndChange(c); break;
            case RollbackRegistered r: Register(r); break;
            case RollbackStarted r: BeginRollback(r); break;
            case RollbackEnded r: EndRollback(r); break;
            case RollbackReleased r: _pending.RemoveAll(p => p.Id == r.Id); break;
            case RunStopped s:
                _ending = RunEnding.Stopped;
                _stopReason = s.Reason;
                break;
            case RunFinished f:
                _ending = f.Succeeded ? RunEnding.Succeeded : RunEnding.Failed;
                break;
        }
    }

    public RunState State()
    {
        var byStep = _changes.ToLookup(c => c.Key, StringComparer.Ordinal);
        var steps = _order.Select(k => _steps[k] with { Changes = [.. byStep[k]] }).ToList();
        return new RunState(_start, steps)
        {
            Changes = [.. _changes],
            PendingRollbacks = [.. _pending],
            Ending = _ending,
            StopReason = _ending == RunEnding.Stopped ? _stopReason : null,
            LastAt = _last,
            Resumes = [.. _resumes],
            Unclear = [.. Unclear(steps)],
        };
    }

    private IEnumerable<string> Unclear(List<RunStepState> steps)
    {
        foreach (var step in steps.Where(s => s.Progress == RunProgress.Started)) yield return $"The step {step.Key} ({step.Step.Title}) had begun, and has no end.";
        foreach (var change in _changes.Where(c => c.IsOpen)) yield return $"Change {change.Number} of the step {change.Key} was announced, and no outcome came: {change.Change}.";
        foreach (var change in _changes.Where(c => !c.IsOpen && c.Outcome == ChangeOutcome.Unknown && _steps.GetValueOrDefault(c.Key)?.Outcome != StepOutcome.Verified)) yield return $"Change {change.Number} of the step {change.Key} was sent, and no answer came: {change.Change}.";
        foreach (var rollback in _pending.Where(p => p.WasStarted && p.Errors.Count == 0)) yield return $"Taking back {rollback.Id} had begun, and has no end.";
    }

    private void Plan(string key, RunbookStep step)
    {
        if (_steps.TryAdd(key, new RunStepState { Key = key, Step = step })) _order.Add(key);
    }

    /// <summary>What the plan does not know is kept all the same: nothing that had happened is lost.</summary>
    private void Change(string key, Func<RunStepState, RunStepState> change)
    {
        Plan(key, new RunbookStep { Id = key, Title = key });
        _steps[key] = change(_steps[key]);
    }

    private void Resume(RunResumed r)
    {
        _resumes.Add(r);
        _begun.Clear();
    }

    private void Begin(StepStarted s)
    {
        _begun.Add(s.Key);
        Change(s.Key, t => t with
        {
            Progress = RunProgress.Started,
            Outcome = null,
            Reason = "",
            Errors = [],
            StartedAt = t.StartedAt ?? s.At,
            EndedAt = null,
            Starts = t.Starts + 1,
            IsActionOver = false,
        });
    }

    private void End(StepEnded s)
    {
        // What had begun is not undone by leaving it out when the run goes on. A journal that does not tell leaves out what it did not begin since.
        var isLeftOut = s.Outcome == StepOutcome.Skipped && (s.IsLeftOut ?? !_begun.Contains(s.Key));
        Change(s.Key, t => t with
        {
            Progress = RunProgress.Ended,
            Outcome = isLeftOut && t.Starts > 0 ? t.Outcome ?? StepOutcome.Unknown : s.Outcome,
            Reason = s.Reason,
            Errors = s.Errors,
            EndedAt = s.At,
        });
        _reasons[s.Key] = s.Reason;
        // Its verification has answered what its open changes left open.
        if (s.Outcome == StepOutcome.Verified) Settle(s);
    }

    private void Settle(StepEnded s)
    {
        for (var i = 0; i < _changes.Count; i++)
        {
            if (_changes[i].Key == s.Key && _changes[i].IsOpen) _changes[i] = _changes[i] with { EndedAt = s.At, Error = "No outcome came; the step was verified afterwards." };
        }
    }

    private void EndChange(ChangeEnded c)
    {
        var at = _changes.FindLastIndex(o => o.Number == c.Number);
        if (at >= 0) _changes[at] = _changes[at] with { EndedAt = c.At, Outcome = c.Outcome, Error = c.Error, After = c.After };
    }

    private void Register(RollbackRegistered r)
    {
        var rollback = new PendingRollback(r.Id, r.Key, r.Code);
        _registered[r.Id] = rollback;
        var at = _pending.FindIndex(p => p.Id == r.Id);
        // A resumed step registers again; what was to be undone after it still is.
        if (at >= 0) _pending[at] = rollback;
        else _pending.Add(rollback);
    }

    private void Replace(string id, Func<PendingRollback, PendingRollback> change)
    {
        var at = _pending.FindIndex(p => p.Id == id);
        if (at >= 0) _pending[at] = change(_pending[at]);
    }

    private void BeginRollback(RollbackStarted r)
    {
        Replace(r.Id, p => p with { WasStarted = true, Errors = [] });
        // From here on nobody can tell, until it has ended, whether what was done still is.
        foreach (var key in TakenBack(r.Id).ToList())
        {
            Change(key, t => t with { Progress = RunProgress.Ended, Outcome = StepOutcome.Unknown, Reason = "Taking it back had begun, and has no end.", EndedAt = t.EndedAt ?? r.At, IsActionOver = false });
        }
    }

    private void EndRollback(RollbackEnded r)
    {
        var keys = TakenBack(r.Id).ToList();
        foreach (var key in keys)
        {
            Change(key, t => t with
            {
                Progress = RunProgress.Ended,
                Outcome = r.Succeeded ? StepOutcome.RolledBack : StepOutcome.RollbackFailed,
                Reason = _reasons.GetValueOrDefault(key, ""),
                Errors = [.. t.Errors, .. r.Errors],
                EndedAt = t.EndedAt ?? r.At,
                IsActionOver = false,
            });
        }

        for (var i = 0; r.Succeeded && i < _changes.Count; i++)
        {
            // A command's own way back takes back its change alone; a block, all that was changed in its steps.
            if (r.Id.StartsWith("change:", StringComparison.Ordinal) ? r.Id == $"change:{_changes[i].Number}" : keys.Contains(_changes[i].Key)) _changes[i] = _changes[i] with { IsTakenBack = true };
        }

        if (r.Succeeded) _pending.RemoveAll(p => p.Id == r.Id);
        else Replace(r.Id, p => p with { Errors = r.Errors.Count > 0 ? r.Errors : ["It failed."] });
    }

    /// <summary>The steps that a rollback takes back: its own, and for a procedure's all of that procedure that had begun.</summary>
    private IEnumerable<string> TakenBack(string id)
    {
        if (!_registered.TryGetValue(id, out var rollback)) return [];
        if (!id.StartsWith("procedure:", StringComparison.Ordinal)) return [rollback.Key];
        return _groups.TryGetValue(rollback.Key, out var group) ? _order.Where(k => _groups.TryGetValue(k, out var other) && other == group && _steps[k].Starts > 0) : [rollback.Key];
    }
}
