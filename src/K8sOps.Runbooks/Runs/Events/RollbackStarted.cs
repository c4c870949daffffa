namespace K8sOps.Runbooks.Runs;

/// <summary>Taking back begins.</summary>
public sealed record RollbackStarted(string Id) : RunEvent;
