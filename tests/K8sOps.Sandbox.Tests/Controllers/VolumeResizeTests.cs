using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Controllers;

public sealed class VolumeResizeTests : IDisposable
{
    private readonly SmallWorld world = new();

    public void Dispose() => world.Dispose();

    private void Make(bool isExpandable)
    {
        world.Apply($"apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {{name: fast}}\nprovisioner: example.org/disk\nallowVolumeExpansion: {(isExpandable ? "true" : "false")}");
        world.Apply("apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}");
        world.Run(10);
        world.Change(KubeResources.PersistentVolumeClaims, "data", static item => item["spec"]!["resources"]!["requests"]!["storage"] = "2Gi");
    }

    private JsonObject Claim() => world.Get(KubeResources.PersistentVolumeClaims, "data");

    [Fact]
    public void A_claim_without_a_pod_waits_with_its_file_system_for_one()
    {
        Make(isExpandable: true);
        Assert.Equal("True", Claim().Condition("Resizing").Text("status"));
        world.Run(60);
        Assert.Equal("Waiting for user to (re-)start a pod to finish file system resize of volume on node.", Claim().Condition("FileSystemResizePending").Text("message"));
        Assert.Equal("1Gi", Claim().Text("status", "capacity", "storage"));
        world.Deploy("web", pod: "volumes: [{name: d, persistentVolumeClaim: {claimName: data}}]");
        world.Run(60);
        Assert.Equal("2Gi", Claim().Text("status", "capacity", "storage"));
        Assert.Null(Claim()["status"]!["conditions"]);
        Assert.Contains(world.Events("FileSystemResizeSuccessful"), static message => message.StartsWith("MountVolume.NodeExpandVolume succeeded", StringComparison.Ordinal));
    }

    [Fact]
    public void A_class_that_does_not_let_volumes_grow_leaves_them()
    {
        Make(isExpandable: false);
        world.Run(60);
        Assert.Equal("1Gi", Claim().Text("status", "capacity", "storage"));
        Assert.Null(Claim()["status"]!["conditions"]);
    }
}
