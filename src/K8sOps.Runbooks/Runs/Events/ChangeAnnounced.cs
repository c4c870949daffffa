namespace K8sOps.Runbooks.Runs;

/// <summary>A write is about to be sent.</summary>
/// <param name="Key">The step.</param>
/// <param name="Number">Numbers the changes of the run from 1.</param>
/// <param name="Change">What is changed.</param>
public sealed record ChangeAnnounced(string Key, int Number, Change Change) : RunEvent;
