namespace K8sOps.Runbooks;

/// <summary>Something in a runbook that is not as the format asks.</summary>
/// <param name="Rule">The rule, such as <c>RUNBOOK.SECTION</c>; docs/checks.md lists them.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character of that line, from 1.</param>
/// <param name="Message">What is wrong, and what is asked for.</param>
public sealed record RunbookProblem(string Rule, int Line, int Column, string Message);
