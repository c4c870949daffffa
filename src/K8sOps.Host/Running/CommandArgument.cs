namespace K8sOps.Host;

/// <summary>One argument of a command line.</summary>
/// <param name="Name">The parameter as it was written, without the dash; null for a value by position.</param>
/// <param name="Value">The value; null when the parameter stood alone, or for <c>$null</c>.</param>
/// <param name="HasValue">False for a parameter that stood alone (a switch).</param>
public sealed record CommandArgument(string? Name, object? Value, bool HasValue = true);
