using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>The volume that a class's provisioner makes for a claim.</summary>
internal static class ProvisionedVolume
{
    public static JsonObject For(JsonObject claim, JsonObject storageClass, string provisioner)
    {
        var name = "pvc-" + claim.Uid();
        var spec = new JsonObject
        {
            ["accessModes"] = claim.At("spec", "accessModes")?.DeepClone(),
            ["capacity"] = new JsonObject { ["storage"] = claim.Text("spec", "resources", "requests", "storage") },
            ["claimRef"] = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "PersistentVolumeClaim",
                ["name"] = claim.Name(),
                ["namespace"] = claim.Namespace(),
                ["uid"] = claim.Uid(),
            },
            ["persistentVolumeReclaimPolicy"] = storageClass.Text("reclaimPolicy") ?? "Delete",
            ["storageClassName"] = storageClass.Name(),
            ["volumeMode"] = claim.Text("spec", "volumeMode") ?? "Filesystem",
        };
        var node = claim.Annotation("volume.kubernetes.io/selected-node");
        if (provisioner.StartsWith("openebs.io/", StringComparison.Ordinal) && node is not null)
        {
            spec["local"] = new JsonObject { ["path"] = "/var/mnt/openebs/" + name };
            spec["nodeAffinity"] = OnlyOn(node);
        }
        else
        {
            spec["csi"] = new JsonObject { ["driver"] = provisioner, ["fsType"] = "ext4", ["volumeHandle"] = "0001-0009-rook-ceph-0000000000000001-" + claim.Uid() };
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolume",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["annotations"] = new JsonObject { ["pv.kubernetes.io/provisioned-by"] = provisioner },
            },
            ["spec"] = spec,
        };
    }

    private static JsonObject OnlyOn(string node) => new()
    {
        ["required"] = new JsonObject
        {
            ["nodeSelectorTerms"] = new JsonArray(new JsonObject
            {
                ["matchExpressions"] = new JsonArray(new JsonObject
                {
                    ["key"] = "kubernetes.io/hostname",
                    ["operator"] = "In",
                    ["values"] = new JsonArray(node),
                }),
            }),
        },
    };
}
