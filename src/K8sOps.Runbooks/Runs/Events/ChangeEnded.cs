namespace K8sOps.Runbooks.Runs;

/// <summary>What became of a write.</summary>
public sealed record ChangeEnded(string Key, int Number, ChangeOutcome Outcome, string? Error, IReadOnlyList<ChangedField> After) : RunEvent;
