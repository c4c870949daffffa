namespace K8sOps.Runbooks.Runs;

/// <summary>A step has ended.</summary>
public sealed record StepEnded(string Key, StepOutcome Outcome, string Reason, IReadOnlyList<string> Errors) : RunEvent
{
    /// <summary>Whether a skipped one was left out, rather than run to this end; null for others, and in journals that did not tell it.</summary>
    public bool? IsLeftOut { get; init; }
}
