namespace K8sOps.Runbooks.Runs;

/// <summary>A step begins; written before its action runs.</summary>
public sealed record StepStarted(string Key) : RunEvent;
