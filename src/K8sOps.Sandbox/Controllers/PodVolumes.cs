using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>What keeps a pod's volumes from being attached and mounted, in the words of who says it.</summary>
internal static class PodVolumes
{
    public static (string Reason, string Message, string Component)? Problem(WorldIndex world, JsonObject pod)
    {
        foreach (var volume in pod.Objects("spec", "volumes"))
        {
            var problem = Missing(world, pod, volume, Kinds.ConfigMaps, "configMap", "name", "configmap")
                ?? Missing(world, pod, volume, Kinds.Secrets, "secret", "secretName", "secret");
            if (problem is not null) return ("FailedMount", problem, "kubelet");
        }

        foreach (var claimName in PodClaims.NamesOf(pod))
        {
            if (world.Get(KubeResources.PersistentVolumeClaims, pod.Namespace(), claimName) is not { } claim) continue;
            if (AttachedElsewhere(world, pod, claim) is { } attached) return ("FailedAttachVolume", attached, "attachdetach-controller");
        }

        return null;
    }

    private static string? Missing(WorldIndex world, JsonObject pod, JsonObject volume, KubeResource resource, string source, string field, string word)
    {
        if (volume.Object(source) is not { } reference || reference.Flag("optional")) return null;
        var name = reference.Text(field) ?? "";
        return world.Get(resource, pod.Namespace(), name) is null
            ? $"MountVolume.SetUp failed for volume \"{volume.Text("name")}\" : {word} \"{name}\" not found"
            : null;
    }

    /// <summary>A volume that one node at a time may have is still with a pod of another node.</summary>
    private static string? AttachedElsewhere(WorldIndex world, JsonObject pod, JsonObject claim)
    {
        if (!claim.Texts("spec", "accessModes").All(static mode => mode is "ReadWriteOnce" or "ReadWriteOncePod")) return null;
        var node = pod.Text("spec", "nodeName");
        var others = world.PodsUsingClaim(pod.Namespace() ?? "", claim.Name())
            .Where(other => other.Uid() != pod.Uid() && !PodState.IsFinished(other)
                && other.Text("spec", "nodeName") is { Length: > 0 } where && where != node
                && other.Text("status", "podIP") is not null)
            .Select(static other => other.Name())
            .Order(StringComparer.Ordinal)
            .ToList();
        return others.Count == 0 ? null
            : $"Multi-Attach error for volume \"{claim.Text("spec", "volumeName")}\" Volume is already used by pod(s) {string.Join(", ", others)}";
    }
}
