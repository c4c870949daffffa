using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes names of ClusterRoles that are there.</summary>
public sealed class RoleNameCompleter : ObjectNameCompleter
{
    internal override KubeResource Resource { get; } = new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", IsNamespaced: false);
}
