namespace K8sOps.Kubernetes;

/// <summary>Kinds that every Kubernetes API server serves, so that reading them needs no discovery.</summary>
public static class KubeResources
{
    /// <summary>core/v1 Node.</summary>
    public static readonly KubeResource Nodes = new("", "v1", "nodes", "Node", IsNamespaced: false);

    /// <summary>core/v1 Namespace.</summary>
    public static readonly KubeResource Namespaces = new("", "v1", "namespaces", "Namespace", IsNamespaced: false);

    /// <summary>core/v1 Pod.</summary>
    public static readonly KubeResource Pods = new("", "v1", "pods", "Pod", IsNamespaced: true);

    /// <summary>core/v1 Event: still what every controller and kubelet of today is read by.</summary>
    public static readonly KubeResource Events = new("", "v1", "events", "Event", IsNamespaced: true);

    /// <summary>core/v1 Service.</summary>
    public static readonly KubeResource Services = new("", "v1", "services", "Service", IsNamespaced: true);

    /// <summary>core/v1 PersistentVolume.</summary>
    public static readonly KubeResource PersistentVolumes = new("", "v1", "persistentvolumes", "PersistentVolume", IsNamespaced: false);

    /// <summary>core/v1 PersistentVolumeClaim.</summary>
    public static readonly KubeResource PersistentVolumeClaims = new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", IsNamespaced: true);

    /// <summary>apps/v1 Deployment.</summary>
    public static readonly KubeResource Deployments = new("apps", "v1", "deployments", "Deployment", IsNamespaced: true);

    /// <summary>apps/v1 StatefulSet.</summary>
    public static readonly KubeResource StatefulSets = new("apps", "v1", "statefulsets", "StatefulSet", IsNamespaced: true);

    /// <summary>apps/v1 DaemonSet.</summary>
    public static readonly KubeResource DaemonSets = new("apps", "v1", "daemonsets", "DaemonSet", IsNamespaced: true);

    /// <summary>apps/v1 ReplicaSet.</summary>
    public static readonly KubeResource ReplicaSets = new("apps", "v1", "replicasets", "ReplicaSet", IsNamespaced: true);

    /// <summary>apps/v1 ControllerRevision.</summary>
    public static readonly KubeResource ControllerRevisions = new("apps", "v1", "controllerrevisions", "ControllerRevision", IsNamespaced: true);

    /// <summary>policy/v1 PodDisruptionBudget.</summary>
    public static readonly KubeResource PodDisruptionBudgets = new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", IsNamespaced: true);

    /// <summary>batch/v1 CronJob.</summary>
    public static readonly KubeResource CronJobs = new("batch", "v1", "cronjobs", "CronJob", IsNamespaced: true);

    /// <summary>batch/v1 Job.</summary>
    public static readonly KubeResource Jobs = new("batch", "v1", "jobs", "Job", IsNamespaced: true);

    /// <summary>storage.k8s.io/v1 StorageClass.</summary>
    public static readonly KubeResource StorageClasses = new("storage.k8s.io", "v1", "storageclasses", "StorageClass", IsNamespaced: false);
}
