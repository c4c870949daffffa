namespace K8sOps.Runbooks.Runs;

/// <summary>It was taken back, or could not be.</summary>
public sealed record RollbackEnded(string Id, bool Succeeded, IReadOnlyList<string> Errors) : RunEvent;
