using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <content>What admission asks of volume claims.</content>
internal sealed partial class ApiServer
{
    /// <summary>A claim grows only where its class lets it (admission plugin PersistentVolumeClaimResize).</summary>
    /// <exception cref="ApiException">403: it does not.</exception>
    private void CheckExpansion(StoredObject before, JsonObject after)
    {
        if (before.Kind.Resource != KubeResources.PersistentVolumeClaims) return;
        if (!KubeQuantity.TryParseBytes(Size(before.Body), out var from) || !KubeQuantity.TryParseBytes(Size(after), out var to) || to <= from) return;
        var name = (string?)after["spec"]?["storageClassName"] ?? "";
        var storageClass = name.Length == 0 ? null : Store.Get(KubeResources.StorageClasses, null, name);
        if ((bool?)storageClass?["allowVolumeExpansion"] == true) return;
        throw new ApiException(
            403, "Forbidden", $"persistentvolumeclaims \"{before.Name}\" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize",
            new JsonObject { ["name"] = before.Name, ["kind"] = "persistentvolumeclaims" });
    }

    private static string? Size(JsonObject claim) => claim["spec"]?["resources"]?["requests"]?["storage"]?.ToString();
}
