using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>The claims that a pod mounts.</summary>
internal static class PodClaims
{
    public static IEnumerable<string> NamesOf(JsonObject pod)
    {
        foreach (var volume in pod.Objects("spec", "volumes"))
        {
            if (volume.Text("persistentVolumeClaim", "claimName") is { } claim) yield return claim;
            else if (volume.Object("ephemeral") is not null) yield return $"{pod.Name()}-{volume.Text("name")}";
        }
    }
}
