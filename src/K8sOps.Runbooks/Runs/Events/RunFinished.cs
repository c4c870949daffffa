namespace K8sOps.Runbooks.Runs;

/// <summary>The run is over.</summary>
/// <param name="Succeeded">At least one step is verified, and none failed, was skipped or is unknown.</param>
public sealed record RunFinished(bool Succeeded) : RunEvent;
