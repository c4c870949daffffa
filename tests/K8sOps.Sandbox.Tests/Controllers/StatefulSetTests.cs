using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Controllers;

public sealed class StatefulSetTests : IDisposable
{
    private readonly SmallWorld world = new();

    public StatefulSetTests() => world.Apply("""
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: fast}
        provisioner: rook-ceph.rbd.csi.ceph.com
        volumeBindingMode: Immediate
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          replicas: 3
          serviceName: db
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec:
              containers: [{name: db, image: 'ghcr.io/cloudnative-pg/postgresql:17.6', readinessProbe: {tcpSocket: {port: 5432}}}]
          volumeClaimTemplates:
            - metadata: {name: data}
              spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 1Gi}}}
        """);

    public void Dispose() => world.Dispose();

    [Fact]
    public void Its_pods_come_one_after_the_other_each_with_its_claim()
    {
        var seen = new List<int>();
        for (var i = 0; i < 60; i++)
        {
            var ready = world.Pods("db").Count(PodState.IsReady);
            Assert.True(world.Pods("db").Count <= ready + 1);
            if (seen.Count == 0 || seen[^1] != ready) seen.Add(ready);
            world.Run(1);
        }

        Assert.Equal([0, 1, 2, 3], seen);
        Assert.Equal(["db-0", "db-1", "db-2"], world.Pods("db").Select(static pod => pod.Name()));
        Assert.Equal(["data-db-0", "data-db-1", "data-db-2"], world.Store.List(KubeResources.PersistentVolumeClaims).Select(static claim => claim.Name()));
        Assert.Equal(3, world.Get(KubeResources.StatefulSets, "db").Number("status", "readyReplicas"));
        Assert.Equal(3, world.Get(KubeResources.StatefulSets, "db").Number("status", "currentReplicas"));
    }

    [Fact]
    public void Scaled_down_it_ends_the_last_pods_and_keeps_their_claims()
    {
        world.Run(60);
        world.Change(KubeResources.StatefulSets, "db", static item => item["spec"]!["replicas"] = 1);
        world.Run(60);
        Assert.Equal("db-0", world.Pod("db").Name());
        Assert.Equal(3, world.Store.List(KubeResources.PersistentVolumeClaims).Count);
    }

    [Fact]
    public void A_new_template_is_rolled_out_from_the_last_pod_to_the_first()
    {
        world.Run(60);
        world.Change(KubeResources.StatefulSets, "db", static item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "ghcr.io/cloudnative-pg/postgresql:17.7");
        var order = new List<string>();
        for (var i = 0; i < 180; i++)
        {
            foreach (var pod in world.Pods("db").Where(static pod => pod.IsTerminating())) if (!order.Contains(pod.Name())) order.Add(pod.Name());
            world.Run(0.5);
        }

        Assert.Equal(["db-2", "db-1", "db-0"], order);
        var status = world.Get(KubeResources.StatefulSets, "db")["status"];
        Assert.Equal(3, status.Number("updatedReplicas"));
        Assert.Equal(status.Text("updateRevision"), status.Text("currentRevision"));
    }

    [Fact]
    public void A_deleted_pod_comes_back_under_its_name_with_its_claim()
    {
        world.Run(60);
        var uid = world.Get(KubeResources.Pods, "db-1").Uid();
        world.Delete(KubeResources.Pods, "db-1");
        world.Run(60);
        Assert.NotEqual(uid, world.Get(KubeResources.Pods, "db-1").Uid());
        Assert.True(PodState.IsReady(world.Get(KubeResources.Pods, "db-1")));
        Assert.Equal(3, world.Store.List(KubeResources.PersistentVolumeClaims).Count);
    }
}
