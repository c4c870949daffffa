using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>The kinds of workload, under all names that kubectl knows them by.</summary>
public static class WorkloadKinds
{
    private static readonly (KubeResource Resource, string[] Names)[] s_all =
    [
        (KubeResources.Deployments, ["Deployment", "deployments", "deploy", "deployments.apps", "deployment.apps"]),
        (KubeResources.StatefulSets, ["StatefulSet", "statefulsets", "sts", "statefulsets.apps", "statefulset.apps"]),
        (KubeResources.DaemonSets, ["DaemonSet", "daemonsets", "ds", "daemonsets.apps", "daemonset.apps"]),
        (KubeResources.CronJobs, ["CronJob", "cronjobs", "cj", "cronjobs.batch", "cronjob.batch"]),
        (KubeResources.Jobs, ["Job", "jobs", "jobs.batch", "job.batch"]),
    ];

    /// <summary>The kinds that roll out: Deployment, StatefulSet, DaemonSet.</summary>
    public static IReadOnlyList<KubeResource> RollingOut { get; } = [KubeResources.Deployments, KubeResources.StatefulSets, KubeResources.DaemonSets];

    /// <summary>The names of all kinds, for completion.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_all.Select(k => k.Resource.Kind)];

    /// <summary>The kind of a name, in any case; null for what is no workload.</summary>
    public static KubeResource? Find(string name) => Array.Find(s_all, k => k.Names.Contains(name, StringComparer.OrdinalIgnoreCase)).Resource;

    /// <summary>The kind of a name.</summary>
    /// <exception cref="OperationException"><c>KindMismatch</c>.</exception>
    internal static KubeResource Get(string name) => Find(name)
        ?? throw new OperationException("KindMismatch", OperationCategory.InvalidArgument, name, $"A {name} is no workload: these are {string.Join(", ", Names)}.");
}
