using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Controllers;

public sealed class VolumeTests : IDisposable
{
    private readonly SmallWorld world = new();

    public void Dispose() => world.Dispose();

    private void Class(string name, string mode = "Immediate", string provisioner = "rook-ceph.rbd.csi.ceph.com", string annotations = "{}") => world.Apply($$"""
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata:
          name: {{name}}
          annotations: {{annotations}}
        provisioner: {{provisioner}}
        reclaimPolicy: Delete
        volumeBindingMode: {{mode}}
        """);

    private void Claim(string name, string className) => world.Apply($$"""
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: {{name}}
        spec:
          accessModes: [ReadWriteOnce]
          {{(className.Length > 0 ? "storageClassName: " + className : "")}}
          resources:
            requests:
              storage: 5Gi
        """);

    private string? Phase(string claim) => world.Get(KubeResources.PersistentVolumeClaims, claim).Text("status", "phase");

    [Fact]
    public void A_claim_of_a_class_gets_a_volume_of_its_own()
    {
        Class("fast");
        Claim("data", "fast");
        Assert.Equal("Pending", Phase("data"));
        world.Run(10);

        var claim = world.Get(KubeResources.PersistentVolumeClaims, "data");
        Assert.Equal("Bound", Phase("data"));
        Assert.Equal("5Gi", claim.Text("status", "capacity", "storage"));
        var volume = world.Get(Kinds.PersistentVolumes, claim.Text("spec", "volumeName")!);
        Assert.Equal("Bound", volume.Text("status", "phase"));
        Assert.Equal(claim.Uid(), volume.Text("spec", "claimRef", "uid"));
        Assert.Contains($"Successfully provisioned volume {volume.Name()}", world.Events("ProvisioningSucceeded"));
    }

    [Fact]
    public void A_claim_without_class_gets_the_default_one()
    {
        Class("usual", annotations: "{storageclass.kubernetes.io/is-default-class: 'true'}");
        Claim("data", "");
        world.Run(10);
        Assert.Equal("usual", world.Get(KubeResources.PersistentVolumeClaims, "data").Text("spec", "storageClassName"));
        Assert.Equal("Bound", Phase("data"));
    }

    [Fact]
    public void A_claim_of_a_class_that_is_not_there_stays_pending_with_its_pod_until_the_class_is_made()
    {
        Claim("data", "nowhere");
        world.Deploy("db", pod: "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]");
        world.Run(120);
        Assert.Equal("Pending", Phase("data"));
        Assert.Equal(["storageclass.storage.k8s.io \"nowhere\" not found"], world.Events("ProvisioningFailed"));
        Assert.Equal(
            "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
            world.Pod("db").Condition("PodScheduled").Text("message"));

        Class("nowhere");
        world.Run(30);
        Assert.Equal("Bound", Phase("data"));
        Assert.True(PodState.IsReady(world.Pod("db")));
    }

    [Fact]
    public void A_claim_that_waits_for_its_first_consumer_is_bound_where_the_pod_goes()
    {
        Class("local", "WaitForFirstConsumer", "openebs.io/local");
        for (var i = 1; i <= 3; i++) world.Change(KubeResources.Nodes, $"n{i}", item => item["metadata"]!["labels"]!["kubernetes.io/hostname"] = item.Name());
        Claim("data", "local");
        world.Run(60);
        Assert.Equal("Pending", Phase("data"));
        Assert.Equal(["waiting for first consumer to be created before binding"], world.Events("WaitForFirstConsumer"));

        world.Deploy("db", pod: "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]");
        world.Run(30);
        Assert.Equal("Bound", Phase("data"));
        Assert.True(PodState.IsReady(world.Pod("db")));
        var node = world.Pod("db").Text("spec", "nodeName")!;

        // A local volume holds its pod to the node, even when that is no longer open to it.
        world.Change(KubeResources.Nodes, node, static item => item["spec"]!["unschedulable"] = true);
        world.Delete(KubeResources.Pods, world.Pod("db").Name());
        world.Run(30);
        Assert.Equal(
            "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) had volume node affinity conflict. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
            world.Pod("db").Condition("PodScheduled").Text("message"));
    }

    [Fact]
    public void A_claim_in_use_is_kept_until_its_pod_is_gone_and_takes_its_volume_along()
    {
        Class("fast");
        Claim("data", "fast");
        world.Deploy("db", pod: "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]");
        world.Run(30);
        world.Delete(KubeResources.PersistentVolumeClaims, "data");
        world.Run(30);
        Assert.True(world.Get(KubeResources.PersistentVolumeClaims, "data").IsTerminating());

        world.Change(KubeResources.Deployments, "db", static item => item["spec"]!["replicas"] = 0);
        world.Run(30);
        Assert.Empty(world.Store.List(KubeResources.PersistentVolumeClaims));
        Assert.Empty(world.Store.List(Kinds.PersistentVolumes));
    }

    [Fact]
    public void A_volume_that_is_there_is_bound_by_size_and_mode()
    {
        world.Apply("""
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: small}
            spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], persistentVolumeReclaimPolicy: Retain}
            ---
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: large}
            spec: {capacity: {storage: 50Gi}, accessModes: [ReadWriteOnce], persistentVolumeReclaimPolicy: Retain}
            """);
        Claim("data", "''");
        Assert.Equal("large", world.Get(KubeResources.PersistentVolumeClaims, "data").Text("spec", "volumeName"));
        world.Delete(KubeResources.PersistentVolumeClaims, "data");
        world.Run(30);
        Assert.Equal("Released", world.Get(Kinds.PersistentVolumes, "large").Text("status", "phase"));
    }
}
