namespace K8sOps.Runbooks.Runs;

/// <summary>A run as its journal tells it, after the chain of its lines was proven.</summary>
public sealed record RunRecord
{
    /// <summary>The run's id.</summary>
    public required string Run { get; init; }

    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>What happened, in order.</summary>
    public required IReadOnlyList<RunEvent> Events { get; init; }

    /// <summary>The hash of the last line. Kept elsewhere, it proves that nothing was taken from the end.</summary>
    public required string Head { get; init; }

    /// <summary>What is to be said of a last line that was cut and dropped; null where none was.</summary>
    public string? Cut { get; init; }

    /// <summary>Whether a process is at it right now.</summary>
    public bool IsRunning { get; init; }

    /// <summary>The copies of its runbooks, by their names; none for steps composed by hand.</summary>
    public IReadOnlyDictionary<string, string> RunbookTexts { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the events come to.</summary>
    public RunState State => RunState.Of(Events);

    /// <summary>What a resume finds unclear, a line each.</summary>
    public IReadOnlyList<string> Unclear => Cut is null ? State.Unclear : [Cut, .. State.Unclear];

    /// <summary>The run in one record.</summary>
    public RunbookRun Summary => RunSummary.Of(this);
}
