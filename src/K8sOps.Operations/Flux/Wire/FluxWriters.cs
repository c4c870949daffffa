namespace K8sOps.Flux.Wire;

/// <summary>What is kept of <c>metadata.managedFields</c>.</summary>
/// <param name="Suspenders">The managers that own <c>spec.suspend</c>, with the time of each one's last write; null where there is none.</param>
/// <param name="ChangedAt">When anybody last wrote something other than the status.</param>
internal sealed record FluxWriters(IReadOnlyList<(string Manager, DateTimeOffset? At)>? Suspenders, DateTimeOffset? ChangedAt);
