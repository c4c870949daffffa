namespace K8sOps.Runbooks;

/// <summary>A name that a runbook uses, and where.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="Text">The name.</param>
/// <param name="Within">The symptom that it stands in, or null.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
internal sealed record RunbookMention(RunbookMentionKind Kind, string Text, string? Within, int Line, int Column);
