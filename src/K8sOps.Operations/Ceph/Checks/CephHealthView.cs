using K8sOps.Ceph.Reading;

namespace K8sOps.Ceph.Checks;

/// <summary>Ceph's health, and how it came to us.</summary>
/// <param name="Report">The complaints.</param>
/// <param name="IsLive">True when Ceph itself was asked.</param>
/// <param name="Source">Where it was read, for the evidence.</param>
/// <param name="Age">How old it is; null when it is live.</param>
/// <param name="Error">Why Ceph could not be asked; null when it was.</param>
internal sealed record CephHealthView(CephHealthReport Report, bool IsLive, string Source, TimeSpan? Age, OperationException? Error);
