namespace K8sOps.Kubernetes;

/// <summary>A context of the kubeconfig.</summary>
/// <param name="Name">Its name; case-sensitive.</param>
/// <param name="Cluster">The cluster entry that it names.</param>
/// <param name="User">The user entry that it names; empty for none.</param>
/// <param name="Namespace">Its namespace, or null.</param>
/// <param name="Server">The server of its cluster entry; null when there is no such entry, or it names none.</param>
public sealed record KubeContext(string Name, string Cluster, string User, string? Namespace, string? Server);
