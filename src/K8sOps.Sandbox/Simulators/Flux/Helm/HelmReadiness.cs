using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>When Helm takes an object of a release for ready, and what it says while it does not.</summary>
internal static class HelmReadiness
{
    /// <summary>What is wrong with an object; null when it is ready, or is of a kind that Helm does not wait for.</summary>
    /// <param name="world">The world.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="item">The object; null when it is not there.</param>
    /// <param name="name">How messages name it.</param>
    public static string? Problem(WorldIndex world, string kind, JsonObject? item, string name) => kind switch
    {
        "Deployment" => Deployment(world, item, name),
        "StatefulSet" => Replicas(item, name, "StatefulSet", item.Number("spec", "replicas") ?? 1, item.Number("status", "updatedReplicas") ?? 0, item.Number("status", "readyReplicas") ?? 0),
        "DaemonSet" => Replicas(item, name, "DaemonSet", item.Number("status", "desiredNumberScheduled") ?? 0, item.Number("status", "updatedNumberScheduled") ?? 0, item.Number("status", "numberReady") ?? 0),
        "Job" => item.Condition("Complete").Text("status") == "True" ? null : $"Job is not completed: {name}",
        "PersistentVolumeClaim" => item.Text("status", "phase") == "Bound" ? null : $"PersistentVolumeClaim is not bound: {name}",
        "Pod" => item.Condition("Ready").Text("status") == "True" ? null : $"Pod is not ready: {name}",
        "CustomResourceDefinition" => item.Condition("Established").Text("status") == "True" ? null : $"CustomResourceDefinition is not ready: {name}",
        "Service" => item.Text("spec", "type") == "LoadBalancer" && item.At("status", "loadBalancer", "ingress") is null ? $"Service does not have load balancer ingress IP address: {name}" : null,
        _ => null,
    };

    /// <summary>Of a Deployment, the pods of its newest ReplicaSet count, but for as many as may be unavailable.</summary>
    private static string? Deployment(WorldIndex world, JsonObject? item, string name)
    {
        if (item is null || item.Flag("spec", "paused")) return null;
        if (item.Number("status", "observedGeneration") < item.Generation()) return $"Deployment is not ready: {name}. observedGeneration ({item.Number("status", "observedGeneration")}) does not match spec generation ({item.Generation()}).";
        var rollout = new Rollout(item);
        var newest = world.OwnedBy(KubeResources.ReplicaSets, item.Uid()).MaxBy(static set => Revision(set));
        var ready = newest is not null && Revision(newest) == Revision(item) ? newest.Number("status", "readyReplicas") ?? 0 : 0;
        var expected = rollout.Replicas - rollout.MaxUnavailable;
        return ready >= expected ? null : $"Deployment is not ready: {name}. {ready} out of {expected} expected pods are ready";
    }

    private static string? Replicas(JsonObject? item, string name, string kind, long wanted, long updated, long ready)
    {
        if (item is null) return null;
        if (item.Number("status", "observedGeneration") < item.Generation()) return $"{kind} is not ready: {name}. observedGeneration does not match spec generation.";
        if (updated < wanted && item.Text("spec", "updateStrategy", "type") != "OnDelete") return $"{kind} is not ready: {name}. {updated} out of {wanted} expected pods have been scheduled";
        return ready >= wanted ? null : $"{kind} is not ready: {name}. {ready} out of {wanted} expected pods are ready";
    }

    private static long Revision(JsonObject item) => long.TryParse(item.Annotation("deployment.kubernetes.io/revision"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var revision) ? revision : 0;
}
