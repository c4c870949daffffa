namespace K8sOps.Runbooks.Runs;

/// <summary>A warning of a command, or a decision that belongs into the record, such as a gate that was let pass.</summary>
/// <param name="Key">The step; null for the run as a whole.</param>
/// <param name="Text">What is to be known.</param>
public sealed record NoteWritten(string? Key, string Text) : RunEvent;
