namespace K8sOps.Runbooks.Runs;

/// <summary>The run was stopped before its end: by the operator, by Ctrl+C, or at a failure.</summary>
public sealed record RunStopped(string Reason) : RunEvent;
