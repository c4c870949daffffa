namespace K8sOps.Runbooks.Runs;

/// <summary>A verification was made.</summary>
/// <param name="Key">The step.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Status">Pass only when every object was true.</param>
/// <param name="Objects">What it emitted, a line each.</param>
/// <param name="Error">Why it could not be judged, or null.</param>
public sealed record VerificationMade(string Key, int Attempt, CheckStatus Status, IReadOnlyList<string> Objects, string? Error) : RunEvent;
