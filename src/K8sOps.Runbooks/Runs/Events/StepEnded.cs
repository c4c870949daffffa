namespace K8sOps.Runbooks.Runs;

/// <summary>A step has ended.</summary>
public sealed record StepEnded(string Key, StepOutcome Outcome, string Reason, IReadOnlyList<string> Errors) : RunEvent;
