using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>The kinds that the controllers work on beyond those that the client names.</summary>
internal static class Kinds
{
    public static readonly KubeResource ConfigMaps = new("", "v1", "configmaps", "ConfigMap", IsNamespaced: true);
    public static readonly KubeResource Secrets = new("", "v1", "secrets", "Secret", IsNamespaced: true);
    public static readonly KubeResource Services = new("", "v1", "services", "Service", IsNamespaced: true);
    public static readonly KubeResource ServiceAccounts = new("", "v1", "serviceaccounts", "ServiceAccount", IsNamespaced: true);
    public static readonly KubeResource PersistentVolumes = new("", "v1", "persistentvolumes", "PersistentVolume", IsNamespaced: false);
    public static readonly KubeResource Leases = new("coordination.k8s.io", "v1", "leases", "Lease", IsNamespaced: true);
    public static readonly KubeResource EndpointSlices = new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", IsNamespaced: true);
    public static readonly KubeResource ControllerRevisions = new("apps", "v1", "controllerrevisions", "ControllerRevision", IsNamespaced: true);
    public static readonly KubeResource CronJobs = new("batch", "v1", "cronjobs", "CronJob", IsNamespaced: true);
    public static readonly KubeResource PodDisruptionBudgets = new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", IsNamespaced: true);
    public static readonly KubeResource Ingresses = new("networking.k8s.io", "v1", "ingresses", "Ingress", IsNamespaced: true);
    public static readonly KubeResource PriorityClasses = new("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", IsNamespaced: false);
    public static readonly KubeResource Roles = new("rbac.authorization.k8s.io", "v1", "roles", "Role", IsNamespaced: true);
    public static readonly KubeResource ClusterRoles = new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", IsNamespaced: false);
    public static readonly KubeResource ClusterRoleBindings = new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", IsNamespaced: false);

    public static readonly KubeResource RoleBindings = new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", IsNamespaced: true);
    public static readonly KubeResource NetworkPolicies = new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", IsNamespaced: true);
    public static readonly KubeResource Definitions = new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", IsNamespaced: false);

    /// <summary>The kinds that a world's manifests may have.</summary>
    public static readonly IReadOnlyList<KubeResource> InManifests =
    [
        KubeResources.Nodes, KubeResources.Namespaces, KubeResources.Pods, KubeResources.PersistentVolumeClaims,
        KubeResources.Deployments, KubeResources.StatefulSets, KubeResources.DaemonSets, KubeResources.Jobs, KubeResources.StorageClasses,
        ConfigMaps, Secrets, Services, ServiceAccounts, PersistentVolumes, CronJobs, PodDisruptionBudgets, Ingresses, PriorityClasses,
        Roles, RoleBindings, ClusterRoles, ClusterRoleBindings, NetworkPolicies, Definitions,
    ];
}
