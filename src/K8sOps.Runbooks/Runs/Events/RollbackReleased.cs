namespace K8sOps.Runbooks.Runs;

/// <summary>It need not be taken back any more.</summary>
public sealed record RollbackReleased(string Id, string Reason) : RunEvent;
