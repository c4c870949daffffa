namespace K8sOps.Runbooks.Runs;

/// <summary>A change of a run, with what became of it.</summary>
public sealed record RunChange
{
    /// <summary>The step.</summary>
    public required string Key { get; init; }

    /// <summary>Numbers the changes of the run from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What was announced.</summary>
    public required Change Change { get; init; }

    /// <summary>When it was announced.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When its outcome came; null when none did.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What became of it.</summary>
    public ChangeOutcome Outcome { get; init; }

    /// <summary>Why it was refused, or null.</summary>
    public string? Error { get; init; }

    /// <summary>The fields after, where they are known.</summary>
    public IReadOnlyList<ChangedField> After { get; init; } = [];

    /// <summary>Whether it was made while something was taken back.</summary>
    public bool IsTakingBack { get; init; }

    /// <summary>Whether it was taken back: by its own way back, or by the block of its step or procedure.</summary>
    public bool IsTakenBack { get; init; }

    /// <summary>Whether it was announced, and nothing more was written of it.</summary>
    public bool IsOpen => EndedAt is null;

    /// <summary>What was changed, with its outcome, in a line.</summary>
    public override string ToString() => this switch
    {
        { IsOpen: true } or { Outcome: ChangeOutcome.Unknown } => $"not known: {Change}",
        { Outcome: ChangeOutcome.Refused } => $"refused: {Change}: {Error}",
        _ => $"made: {Change}",
    };

    /// <summary>The fields before and after in one: what was announced, completed by what came back.</summary>
    public IReadOnlyList<ChangedField> Fields
    {
        get
        {
            var after = After.DistinctBy(f => f.Path).ToDictionary(f => f.Path, StringComparer.Ordinal);
            var known = Change.Fields.Select(f => after.TryGetValue(f.Path, out var a) ? f with { Before = f.Before ?? a.Before, After = a.After } : f);
            return [.. known, .. after.Values.Where(a => Change.Fields.All(f => f.Path != a.Path))];
        }
    }
}
