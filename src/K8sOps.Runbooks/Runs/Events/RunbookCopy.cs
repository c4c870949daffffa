namespace K8sOps.Runbooks.Runs;

/// <summary>A runbook of a run, of which a copy lies beside the journal.</summary>
/// <param name="Name">Its name; the copy is <c>NAME.md</c>. A second one of the same name is <c>NAME~2</c>.</param>
/// <param name="Hash">SHA-256 of its text with LF.</param>
public sealed record RunbookCopy(string Name, string Hash);
