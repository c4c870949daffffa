namespace K8sOps;

/// <summary>A row of a quick reference.</summary>
/// <param name="Command">The command line, as it is typed.</param>
/// <param name="Description">What it does, as plain text.</param>
public sealed record RunbookReference(string Command, string Description);
