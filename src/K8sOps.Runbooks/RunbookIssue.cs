namespace K8sOps;

/// <summary>A row of the table of common issues, as plain text.</summary>
public sealed record RunbookIssue(string Issue, string Cause, string Resolution);
