using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox;

/// <summary>What an API server fills in where an object of a built-in kind leaves it open (Kubernetes, pkg/apis/*/v1/defaults.go).</summary>
internal static class BuiltInDefaults
{
    /// <summary>Fills in, in place.</summary>
    public static void Fill(ServedKind kind, JsonObject body)
    {
        if (kind.Resource == KubeResources.Pods)
        {
            PodDefaults.Apply(body);
            Pod(body.Child("spec"));
            return;
        }

        if (body["spec"] is not JsonObject spec)
        {
            if (kind.Resource.QualifiedName == "secrets") Default(body, "type", "Opaque");
            return;
        }

        switch (kind.Resource.QualifiedName)
        {
            case "deployments.apps":
                Default(spec, "replicas", 1);
                Default(spec, "progressDeadlineSeconds", 600);
                Default(spec, "revisionHistoryLimit", 10);
                var strategy = spec.Child("strategy");
                Default(strategy, "type", "RollingUpdate");
                if ((string?)strategy["type"] == "RollingUpdate") Rolling(strategy, "25%", "25%");
                Template(spec);
                break;
            case "replicasets.apps":
                Default(spec, "replicas", 1);
                Template(spec);
                break;
            case "statefulsets.apps":
                Default(spec, "replicas", 1);
                Default(spec, "podManagementPolicy", "OrderedReady");
                Default(spec, "revisionHistoryLimit", 10);
                var update = spec.Child("updateStrategy");
                Default(update, "type", "RollingUpdate");
                if ((string?)update["type"] == "RollingUpdate") Default(update.Child("rollingUpdate"), "partition", 0);
                var retention = spec.Child("persistentVolumeClaimRetentionPolicy");
                Default(retention, "whenDeleted", "Retain");
                Default(retention, "whenScaled", "Retain");
                Template(spec);
                break;
            case "daemonsets.apps":
                Default(spec, "revisionHistoryLimit", 10);
                var daemons = spec.Child("updateStrategy");
                Default(daemons, "type", "RollingUpdate");
                if ((string?)daemons["type"] == "RollingUpdate") Rolling(daemons, 1, 0);
                Template(spec);
                break;
            case "jobs.batch":
                Job(spec);
                break;
            case "cronjobs.batch":
                Default(spec, "concurrencyPolicy", "Allow");
                Default(spec, "suspend", false);
                Default(spec, "successfulJobsHistoryLimit", 3);
                Default(spec, "failedJobsHistoryLimit", 1);
                if (spec["jobTemplate"]?["spec"] is JsonObject template) Template(template);
                break;
            case "services":
                Service(spec);
                break;
            case "persistentvolumeclaims":
                Default(spec, "volumeMode", "Filesystem");
                break;
        }
    }

    private static void Rolling(JsonObject strategy, JsonNode unavailable, JsonNode surge)
    {
        var rolling = strategy.Child("rollingUpdate");
        Default(rolling, "maxUnavailable", unavailable);
        Default(rolling, "maxSurge", surge);
    }

    private static void Job(JsonObject spec)
    {
        // With neither, one pod has to succeed; with completions alone, they go one by one.
        if (spec["completions"] is null && spec["parallelism"] is null) spec["completions"] = 1;
        Default(spec, "parallelism", 1);
        Default(spec, "backoffLimit", 6);
        Default(spec, "completionMode", "NonIndexed");
        Default(spec, "suspend", false);
        Template(spec);
    }

    private static void Service(JsonObject spec)
    {
        Default(spec, "type", "ClusterIP");
        Default(spec, "sessionAffinity", "None");
        var isExternal = (string?)spec["type"] == "ExternalName";
        if (!isExternal) Default(spec, "internalTrafficPolicy", "Cluster");
        if ((string?)spec["type"] is "NodePort" or "LoadBalancer") Default(spec, "externalTrafficPolicy", "Cluster");
        if ((string?)spec["type"] == "LoadBalancer") Default(spec, "allocateLoadBalancerNodePorts", true);
        if (!isExternal)
        {
            if (spec["ipFamilies"] is null) spec["ipFamilies"] = new JsonArray("IPv4");
            Default(spec, "ipFamilyPolicy", "SingleStack");
        }

        foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            Default(port, "protocol", "TCP");
            if (port["targetPort"] is null && port["port"] is { } number) port["targetPort"] = number.DeepClone();
        }
    }

    private static void Template(JsonObject owner)
    {
        if (owner["template"]?["spec"] is not JsonObject spec) return;
        Default(spec, "restartPolicy", "Always");
        Default(spec, "dnsPolicy", "ClusterFirst");
        Default(spec, "schedulerName", "default-scheduler");
        Default(spec, "terminationGracePeriodSeconds", 30);
        spec.Child("securityContext");
        foreach (var container in Containers(spec))
        {
            var image = (string?)container["image"] ?? "";
            Default(container, "imagePullPolicy", image.EndsWith(":latest", StringComparison.Ordinal) || !ImageName.HasTag(image) ? "Always" : "IfNotPresent");
            Default(container, "terminationMessagePath", "/dev/termination-log");
            Default(container, "terminationMessagePolicy", "File");
            container.Child("resources");
        }

        Pod(spec);
    }

    private static void Pod(JsonObject spec)
    {
        foreach (var container in Containers(spec))
        {
            foreach (var port in (container["ports"] as JsonArray ?? []).OfType<JsonObject>()) Default(port, "protocol", "TCP");
            foreach (var name in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
            {
                if (container[name] is JsonObject probe) Probe(probe);
            }
        }

        foreach (var volume in (spec["volumes"] as JsonArray ?? []).OfType<JsonObject>())
        {
            foreach (var source in (ReadOnlySpan<string>)["configMap", "secret", "projected", "downwardAPI"])
            {
                if (volume[source] is JsonObject held) Default(held, "defaultMode", 420);
            }
        }
    }

    private static void Probe(JsonObject probe)
    {
        Default(probe, "timeoutSeconds", 1);
        Default(probe, "periodSeconds", 10);
        Default(probe, "successThreshold", 1);
        Default(probe, "failureThreshold", 3);
        if (probe["httpGet"] is not JsonObject http) return;
        Default(http, "path", "/");
        Default(http, "scheme", "HTTP");
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) => (spec["containers"] as JsonArray ?? []).Concat(spec["initContainers"] as JsonArray ?? []).OfType<JsonObject>();

    private static void Default(JsonObject parent, string name, JsonNode value)
    {
        if (parent[name] is null) parent[name] = value;
    }
}
