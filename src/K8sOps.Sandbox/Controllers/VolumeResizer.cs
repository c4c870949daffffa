using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>
/// Grows the volumes of claims that ask for more: first the volume, by its driver; then the file system, by the kubelet of a node where
/// a pod uses it. Until there is one, the claim waits.
/// </summary>
internal sealed class VolumeResizer(WorldIndex world) : Controller(world)
{
    private static readonly TimeSpan DriverTime = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan FileSystemTime = TimeSpan.FromSeconds(3);
    private readonly HashSet<string> underWay = [];

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == KubeResources.PersistentVolumeClaims && after is not null && after.Text("status", "phase") == "Bound") Enqueue(resource, after, Reconcile);
        else if (resource == KubeResources.Pods && after is not null)
        {
            foreach (var claim in PodClaims.NamesOf(after)) Enqueue(KubeResources.PersistentVolumeClaims, after.Namespace(), claim, Reconcile);
        }
    }

    private void Reconcile(JsonObject claim)
    {
        if (claim.IsTerminating() || claim.Text("status", "phase") != "Bound" || underWay.Contains(claim.Uid())) return;
        if (World.Get(Kinds.PersistentVolumes, null, claim.Text("spec", "volumeName") ?? "") is not { } volume) return;
        var wanted = claim.Text("spec", "resources", "requests", "storage");
        var size = Quantity.Parse(wanted);
        if (Quantity.Parse(claim.Text("status", "capacity", "storage")) >= size) return;
        if (Quantity.Parse(volume.Text("spec", "capacity", "storage")) < size) GrowVolume(claim, volume);
        else GrowFileSystem(claim, volume);
    }

    private void GrowVolume(JsonObject claim, JsonObject volume)
    {
        if (!World.Get(KubeResources.StorageClasses, null, claim.Text("spec", "storageClassName") ?? "").Flag("allowVolumeExpansion")) return;
        underWay.Add(claim.Uid());
        var driver = "external-resizer " + (volume.Text("spec", "csi", "driver") ?? volume.Annotation("pv.kubernetes.io/provisioned-by") ?? "");
        World.Event(claim, "Normal", "Resizing", $"External resizer is resizing volume {volume.Name()}", driver);
        Set(claim, "Resizing", null);
        World.After(DriverTime, () =>
        {
            underWay.Remove(claim.Uid());
            if (Present(claim) is not { } now || World.Get(Kinds.PersistentVolumes, null, volume.Name()) is not { } there) return;
            World.Update(Kinds.PersistentVolumes, there, item => item.Child("spec").Child("capacity")["storage"] = now.Text("spec", "resources", "requests", "storage"));
            if (now.Text("spec", "volumeMode") == "Block")
            {
                Finish(now);
                return;
            }

            World.Event(now, "Normal", "FileSystemResizeRequired", "Require file system resize of volume on node", driver);
            Set(now, "FileSystemResizePending", "Waiting for user to (re-)start a pod to finish file system resize of volume on node.");
        });
    }

    private void GrowFileSystem(JsonObject claim, JsonObject volume)
    {
        if (UserOf(claim) is null) return;
        underWay.Add(claim.Uid());
        World.After(FileSystemTime, () =>
        {
            underWay.Remove(claim.Uid());
            if (Present(claim) is not { } now || UserOf(now) is not { } pod) return;
            World.Event(now, "Normal", "FileSystemResizeSuccessful", $"MountVolume.NodeExpandVolume succeeded for volume \"{volume.Name()}\" {pod.Text("spec", "nodeName")}", "kubelet");
            Finish(now);
        });
    }

    private JsonObject? UserOf(JsonObject claim) => World.PodsUsingClaim(claim.Namespace() ?? "", claim.Name())
        .FirstOrDefault(static pod => pod.Text("status", "phase") == "Running" && !pod.IsTerminating());

    private JsonObject? Present(JsonObject claim) =>
        World.Get(KubeResources.PersistentVolumeClaims, claim.Namespace(), claim.Name()) is { } found && found.Uid() == claim.Uid() && !found.IsTerminating() ? found : null;

    private void Set(JsonObject claim, string type, string? message) => World.UpdateStatus(KubeResources.PersistentVolumeClaims, claim, item =>
    {
        var condition = new JsonObject { ["type"] = type, ["status"] = "True", ["lastProbeTime"] = null, ["lastTransitionTime"] = Fields.Stamp(World.Now) };
        if (message is not null) condition["message"] = message;
        item.Child("status")["conditions"] = new JsonArray(condition);
    });

    private void Finish(JsonObject claim) => World.UpdateStatus(KubeResources.PersistentVolumeClaims, claim, item =>
    {
        var status = item.Child("status");
        status.Remove("conditions");
        var volume = World.Get(Kinds.PersistentVolumes, null, claim.Text("spec", "volumeName") ?? "");
        status.Child("capacity")["storage"] = volume.Text("spec", "capacity", "storage") ?? claim.Text("spec", "resources", "requests", "storage");
    });
}
