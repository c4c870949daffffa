using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>What API server and admission fill in where a pod leaves it open.</summary>
internal static class PodDefaults
{
    /// <summary>How long a pod stays bound to a node that is not ready, unless it says otherwise.</summary>
    public const int TolerationSeconds = 300;

    public static void Apply(JsonObject pod)
    {
        var spec = pod.Child("spec");
        Default(spec, "restartPolicy", "Always");
        Default(spec, "terminationGracePeriodSeconds", 30);
        Default(spec, "dnsPolicy", "ClusterFirst");
        Default(spec, "serviceAccountName", "default");
        Default(spec, "schedulerName", "default-scheduler");
        Default(spec, "enableServiceLinks", true);
        Default(spec, "preemptionPolicy", "PreemptLowerPriority");
        Default(spec, "priority", PriorityOf(spec.Text("priorityClassName")));
        if (spec["securityContext"] is null) spec["securityContext"] = new JsonObject();
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers"))) ApplyToContainer(container);
        AddToleration(spec, "node.kubernetes.io/not-ready");
        AddToleration(spec, "node.kubernetes.io/unreachable");
        var status = pod.Child("status");
        Default(status, "phase", "Pending");
        Default(status, "qosClass", PodResources.QualityOfService(pod));
    }

    private static void ApplyToContainer(JsonObject container)
    {
        var image = container.Text("image") ?? "";
        Default(container, "imagePullPolicy", image.EndsWith(":latest", StringComparison.Ordinal) || !ImageName.HasTag(image) ? "Always" : "IfNotPresent");
        Default(container, "terminationMessagePath", "/dev/termination-log");
        Default(container, "terminationMessagePolicy", "File");
        if (container["resources"] is null) container["resources"] = new JsonObject();
    }

    private static void AddToleration(JsonObject spec, string taint)
    {
        var tolerations = spec.Items("tolerations");
        if (tolerations.OfType<JsonObject>().Any(item => Taints.Tolerates(item, taint, "", "NoExecute"))) return;
        tolerations.Add((JsonNode)new JsonObject
        {
            ["key"] = taint,
            ["operator"] = "Exists",
            ["effect"] = "NoExecute",
            ["tolerationSeconds"] = TolerationSeconds,
        });
    }

    private static int PriorityOf(string? priorityClass) => priorityClass switch
    {
        "system-node-critical" => 2000001000,
        "system-cluster-critical" => 2000000000,
        _ => 0,
    };

    private static void Default(JsonObject parent, string name, JsonNode value)
    {
        if (parent[name] is null) parent[name] = value;
    }
}
