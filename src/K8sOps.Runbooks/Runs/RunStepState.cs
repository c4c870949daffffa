namespace K8sOps.Runbooks.Runs;

/// <summary>What a journal tells of one step.</summary>
public sealed record RunStepState
{
    /// <summary>The step's key.</summary>
    public required string Key { get; init; }

    /// <summary>The step as it was planned.</summary>
    public required RunbookStep Step { get; init; }

    /// <summary>How far it is.</summary>
    public RunProgress Progress { get; init; }

    /// <summary>What it came to; null before its end.</summary>
    public StepOutcome? Outcome { get; init; }

    /// <summary>Why, where that does not go without saying.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The errors of its end, and of taking it back.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>When it began first, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended last; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often it was begun: more than once after a resume.</summary>
    public int Starts { get; init; }

    /// <summary>Whether its action, as it was begun last, ended without an error, and was not taken back since: what is left is to prove it.</summary>
    public bool IsActionOver { get; init; }

    /// <summary>The verifications, in order, those before a resume included.</summary>
    public IReadOnlyList<VerificationMade> Verifications { get; init; } = [];

    /// <summary>What the action emitted, in order.</summary>
    public IReadOnlyList<OutputWritten> Output { get; init; } = [];

    /// <summary>Warnings and decisions.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Its changes, in order.</summary>
    public IReadOnlyList<RunChange> Changes { get; init; } = [];

    /// <summary>From its first beginning to its end, an interruption included; null before its end, or when it was never begun.</summary>
    public TimeSpan? Elapsed => EndedAt - StartedAt;

    /// <summary>Whether it took longer than its target; null without a target or an end.</summary>
    public bool? IsLate => Elapsed > Step.Target;

    /// <summary>Whether nobody can tell from the journal what it did: begun without an end, with a change of which no outcome came, or half taken back. Its verification comes first.</summary>
    public bool IsUnclear => Progress == RunProgress.Started || Outcome == StepOutcome.Unknown || Changes.Any(c => c.IsOpen);
}
