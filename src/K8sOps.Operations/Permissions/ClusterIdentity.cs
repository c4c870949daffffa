namespace K8sOps.Kube;

/// <summary>Who somebody is to a cluster, and which cluster it is.</summary>
/// <param name="Actor">The user's name as the cluster has it; null when it would not say.</param>
/// <param name="ClusterUid">The uid of <c>kube-system</c>, which names a cluster whatever its context is called; null when it could not be read.</param>
public sealed record ClusterIdentity(string? Actor, string? ClusterUid);
