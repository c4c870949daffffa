using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Controllers;

public sealed class NodeTests : IDisposable
{
    private readonly SmallWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_node_renews_its_lease_and_tells_its_conditions()
    {
        world.Run(601);
        var node = world.Get(KubeResources.Nodes, "n1");
        Assert.Equal("KubeletReady", node.Condition("Ready").Text("reason"));
        Assert.InRange(world.Store.Now - node.Condition("Ready").Time("lastHeartbeatTime")!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(5.2));
        Assert.Equal(SmallWorld.Begin, node.Condition("Ready").Time("lastTransitionTime"));
        var lease = world.Get(Kinds.Leases, "n1", "kube-node-lease");
        Assert.InRange(world.Store.Now - lease.Time("spec", "renewTime")!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void The_pods_of_a_node_that_is_deleted_are_collected_and_replaced()
    {
        world.Deploy("web", "replicas: 3");
        world.Run(30);
        world.Delete(KubeResources.Nodes, "n2");
        world.Run(120);
        Assert.Equal(3, world.Pods("web").Count(PodState.IsReady));
        Assert.DoesNotContain(world.Pods("web"), static pod => pod.Text("spec", "nodeName") == "n2");
    }

    [Fact]
    public void A_daemon_set_runs_on_every_node_that_it_tolerates_and_on_new_ones()
    {
        world.AddNode("n4", taints: "[{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]");
        world.Apply("""
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: agent}
            spec:
              selector: {matchLabels: {app: agent}}
              template:
                metadata: {labels: {app: agent}}
                spec: {containers: [{name: agent, image: 'quay.io/cilium/cilium:v1.18.5'}]}
            """);
        world.Run(30);
        var set = world.Get(KubeResources.DaemonSets, "agent");
        Assert.Equal(3, set.Number("status", "desiredNumberScheduled"));
        Assert.Equal(3, set.Number("status", "numberReady"));
        Assert.Equal(["n1", "n2", "n3"], world.Pods("agent").Select(static pod => pod.Text("spec", "nodeName")!).Order());

        world.AddNode("n5");
        world.Run(30);
        Assert.Equal(4, world.Get(KubeResources.DaemonSets, "agent").Number("status", "numberReady"));
        world.Change(KubeResources.DaemonSets, "agent", static item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "quay.io/cilium/cilium:v1.18.6");
        world.Run(300);
        Assert.Equal(4, world.Get(KubeResources.DaemonSets, "agent").Number("status", "updatedNumberScheduled"));
        Assert.Equal(4, world.Get(KubeResources.DaemonSets, "agent").Number("status", "numberReady"));
    }
}
