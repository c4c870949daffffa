namespace K8sOps;

/// <summary>One field of a change. Values are JSON text; a secret's is <c>(redacted)</c>.</summary>
/// <param name="Path">The field, such as <c>.spec.replicas</c>.</param>
/// <param name="Before">Its value before, or null when it was not set.</param>
/// <param name="After">Its value after; null until it is known, or when it was removed.</param>
public sealed record ChangedField(string Path, string? Before, string? After = null);
