namespace K8sOps;

/// <summary>A state of a long operation, for a progress bar.</summary>
/// <param name="Activity">The whole, such as <c>Listing pods</c>.</param>
/// <param name="Status">The object at hand.</param>
/// <param name="Percent">0–100; null where it is not known.</param>
/// <param name="Completed">True to take the bar away.</param>
public sealed record OperationProgress(string Activity, string Status, double? Percent = null, bool Completed = false);
