namespace K8sOps.Runbooks.Runs;

/// <summary>What the events of a journal come to: the one place that says what is done, what is unclear and what can be taken back.</summary>
public sealed class RunState
{
    private readonly Dictionary<string, RunStepState> _byKey;

    internal RunState(RunStarted start, IReadOnlyList<RunStepState> steps)
    {
        Start = start;
        Steps = steps;
        _byKey = steps.ToDictionary(s => s.Key, StringComparer.Ordinal);
    }

    /// <summary>The first event.</summary>
    public RunStarted Start { get; }

    /// <summary>The steps, in the order of the plan.</summary>
    public IReadOnlyList<RunStepState> Steps { get; }

    /// <summary>All changes, in the order in which they were announced.</summary>
    public IReadOnlyList<RunChange> Changes { get; internal init; } = [];

    /// <summary>What was made, or may have been, and neither taken back nor undone by a later change.</summary>
    public IReadOnlyList<RunChange> StandingChanges
    {
        get
        {
            var made = Changes.Where(c => c is { IsTakingBack: false, IsTakenBack: false } && c.Outcome != ChangeOutcome.Refused).ToList();
            foreach (var change in made.ToList()) made = [.. made.Except(UndoneChanges.By(change, made, _ => true))];
            return made;
        }
    }

    /// <summary>Whether it cannot be gone on with: it has succeeded, or something of it was taken back.</summary>
    public bool IsOver => Ending == RunEnding.Succeeded || Steps.Any(s => s.Outcome == StepOutcome.RolledBack);

    /// <summary>What can still be taken back, in the order in which it was registered; it is taken back last first.</summary>
    public IReadOnlyList<PendingRollback> PendingRollbacks { get; internal init; } = [];

    /// <summary>How the journal ends.</summary>
    public RunEnding Ending { get; internal init; }

    /// <summary>Why it was stopped, or null.</summary>
    public string? StopReason { get; internal init; }

    /// <summary>When the last event was written.</summary>
    public DateTimeOffset LastAt { get; internal init; }

    /// <summary>When the run ended or was stopped; null when it was not.</summary>
    public DateTimeOffset? EndedAt => Ending == RunEnding.Open ? null : LastAt;

    /// <summary>The resumes, in order.</summary>
    public IReadOnlyList<RunResumed> Resumes { get; internal init; } = [];

    /// <summary>What nobody can tell from the journal, a line each: steps begun without an end, changes without an outcome, a taking back without an end.</summary>
    public IReadOnlyList<string> Unclear { get; internal init; } = [];

    /// <summary>A step by its key.</summary>
    /// <exception cref="KeyNotFoundException">The plan has none of that key.</exception>
    public RunStepState Step(string key) => _byKey[key];

    /// <summary>Folds the events of a journal.</summary>
    /// <exception cref="ArgumentException">They do not begin with the run's start.</exception>
    public static RunState Of(IEnumerable<RunEvent> events)
    {
        RunFold? fold = null;
        foreach (var e in events)
        {
            if (fold is not null) fold.Add(e);
            else fold = new RunFold(e as RunStarted ?? throw new ArgumentException("A journal begins with the run's start.", nameof(events)));
        }

        return fold?.State() ?? throw new ArgumentException("A journal has at least one event.", nameof(events));
    }
}
