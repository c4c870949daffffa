namespace K8sOps.Runbooks.Runs;

/// <summary>What an action emitted, as text; at most 64 KiB of each step.</summary>
public sealed record OutputWritten(string Key, string Text, bool IsCut) : RunEvent;
