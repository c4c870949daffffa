using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>
/// What the API server fills in where a workload, CronJob or Service leaves it open, as far as clients read it. Pod templates are left as
/// they were written; pods have their defaults from <see cref="PodDefaults"/>.
/// </summary>
internal static class WorkloadDefaults
{
    public static void Apply(KubeResource resource, JsonObject body)
    {
        if (body["spec"] is not JsonObject spec) return;
        if (resource == KubeResources.Deployments) Deployment(spec);
        else if (resource == KubeResources.StatefulSets) StatefulSet(spec);
        else if (resource == KubeResources.DaemonSets) DaemonSet(spec);
        else if (resource == Kinds.CronJobs) CronJob(spec);
        else if (resource == Kinds.Services) Service(spec, body);
    }

    private static void Deployment(JsonObject spec)
    {
        Default(spec, "replicas", 1);
        var strategy = spec.Child("strategy");
        Default(strategy, "type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            Default(strategy.Child("rollingUpdate"), "maxSurge", "25%");
            Default(strategy.Child("rollingUpdate"), "maxUnavailable", "25%");
        }

        Default(spec, "revisionHistoryLimit", 10);
        Default(spec, "progressDeadlineSeconds", 600);
    }

    private static void StatefulSet(JsonObject spec)
    {
        Default(spec, "replicas", 1);
        Default(spec, "podManagementPolicy", "OrderedReady");
        var strategy = spec.Child("updateStrategy");
        Default(strategy, "type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate") Default(strategy.Child("rollingUpdate"), "partition", 0);
        Default(spec, "revisionHistoryLimit", 10);
        Default(spec.Child("persistentVolumeClaimRetentionPolicy"), "whenDeleted", "Retain");
        Default(spec.Child("persistentVolumeClaimRetentionPolicy"), "whenScaled", "Retain");
    }

    private static void DaemonSet(JsonObject spec)
    {
        var strategy = spec.Child("updateStrategy");
        Default(strategy, "type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            Default(strategy.Child("rollingUpdate"), "maxSurge", 0);
            Default(strategy.Child("rollingUpdate"), "maxUnavailable", 1);
        }

        Default(spec, "revisionHistoryLimit", 10);
    }

    private static void CronJob(JsonObject spec)
    {
        Default(spec, "concurrencyPolicy", "Allow");
        Default(spec, "suspend", false);
        Default(spec, "successfulJobsHistoryLimit", 3);
        Default(spec, "failedJobsHistoryLimit", 1);
    }

    private static void Service(JsonObject spec, JsonObject body)
    {
        Default(spec, "type", "ClusterIP");
        Default(spec, "sessionAffinity", "None");
        foreach (var port in spec.Objects("ports"))
        {
            Default(port, "protocol", "TCP");
            if (port["targetPort"] is null && port["port"] is { } same) port["targetPort"] = same.DeepClone();
        }

        if (spec.Text("type") == "ExternalName") return;
        Default(spec, "internalTrafficPolicy", "Cluster");
        if (spec["clusterIP"] is not null) return;
        var hash = $"{body.Namespace()}/{body.Name()}".Aggregate(2166136261u, static (sum, letter) => unchecked((sum ^ letter) * 16777619u));
        var address = string.Create(CultureInfo.InvariantCulture, $"10.43.{128 + (hash % 120)}.{2 + (hash / 120 % 250)}");
        spec["clusterIP"] = address;
        spec["clusterIPs"] = new JsonArray(address);
        if (spec["ipFamilies"] is null) spec["ipFamilies"] = new JsonArray("IPv4");
        Default(spec, "ipFamilyPolicy", "SingleStack");
    }

    private static void Default(JsonObject parent, string name, JsonNode value)
    {
        if (parent[name] is null) parent[name] = value;
    }
}
