using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Controllers;

public sealed class SchedulerTests : IDisposable
{
    private readonly SmallWorld world = new();

    public void Dispose() => world.Dispose();

    private string? Reason(string app) => world.Pod(app).Condition("PodScheduled").Text("message");

    [Fact]
    public void Pods_of_one_owner_are_spread_over_the_nodes()
    {
        world.Deploy("web", "replicas: 3");
        Assert.Equal(["n1", "n2", "n3"], world.Pods("web").Select(static pod => pod.Text("spec", "nodeName")!).Order());
        Assert.Contains(world.Events("Scheduled"), static message => message.StartsWith("Successfully assigned default/web-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_pod_that_asks_for_more_than_any_node_has_waits_and_says_what_is_missing()
    {
        world.Deploy("big", container: "resources: {requests: {cpu: '5', memory: 1Gi}}");
        Assert.Equal(
            "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.",
            Reason("big"));
        Assert.Equal("Unschedulable", world.Pod("big").Condition("PodScheduled").Text("reason"));
        Assert.Single(world.Events("FailedScheduling"));

        world.AddNode("n4", cpu: "8");
        Assert.Equal("n4", world.Pod("big").Text("spec", "nodeName"));
        world.Run(30);
        Assert.True(PodState.IsReady(world.Pod("big")));
    }

    [Fact]
    public void Requests_add_up_until_a_node_is_full_and_are_given_back_by_pods_that_end()
    {
        world.Deploy("a", "replicas: 3", "resources: {requests: {cpu: '3'}}");
        world.Deploy("b", container: "resources: {requests: {cpu: '2'}}");
        Assert.Null(world.Pod("b").Text("spec", "nodeName"));
        world.Change(KubeResources.Deployments, "a", static item => item["spec"]!["replicas"] = 2);
        world.Run(10);
        Assert.NotNull(world.Pod("b").Text("spec", "nodeName"));
    }

    [Fact]
    public void Taints_and_selectors_are_told_apart_and_counted()
    {
        world.Change(KubeResources.Nodes, "n1", static item => item["spec"]!["taints"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"key":"gpu","value":"yes","effect":"NoSchedule"}]"""));
        world.Deploy("picky", pod: "nodeSelector: {disk: ssd}");
        Assert.Equal(
            "0/3 nodes are available: 1 node(s) had untolerated taint {gpu: yes}, 2 node(s) didn't match Pod's node affinity/selector. "
            + "preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
            Reason("picky"));
        world.Deploy("tolerant", "replicas: 3", pod: "tolerations: [{key: gpu, operator: Exists}]");
        Assert.Contains("n1", world.Pods("tolerant").Select(static pod => pod.Text("spec", "nodeName")));
    }

    [Fact]
    public void A_cordoned_node_takes_no_new_pods()
    {
        foreach (var node in new[] { "n1", "n2" }) world.Change(KubeResources.Nodes, node, static item => item["spec"]!["unschedulable"] = true);
        world.Deploy("web", "replicas: 3");
        Assert.All(world.Pods("web"), static pod => Assert.Equal("n3", pod.Text("spec", "nodeName")));
        Assert.Contains(world.Get(KubeResources.Nodes, "n1").Objects("spec", "taints"), static taint => taint.Text("key") == "node.kubernetes.io/unschedulable");

        world.Change(KubeResources.Nodes, "n3", static item => item["spec"]!["unschedulable"] = true);
        world.Deploy("late");
        Assert.StartsWith("0/3 nodes are available: 3 node(s) were unschedulable.", Reason("late"));
    }

    [Fact]
    public void A_claim_that_is_not_there_is_named()
    {
        world.Deploy("db", pod: "volumes: [{name: data, persistentVolumeClaim: {claimName: db-data}}]");
        Assert.Equal("0/3 nodes are available: persistentvolumeclaim \"db-data\" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.", Reason("db"));
    }

    [Fact]
    public void Pods_that_keep_apart_go_to_nodes_of_their_own()
    {
        for (var i = 1; i <= 3; i++) world.Change(KubeResources.Nodes, $"n{i}", item => item["metadata"]!["labels"]!["kubernetes.io/hostname"] = item.Name());
        world.Deploy("apart", "replicas: 4", pod: "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {matchLabels: {app: apart}}, topologyKey: kubernetes.io/hostname}]}}");
        Assert.Equal(["n1", "n2", "n3"], world.Pods("apart").Select(static pod => pod.Text("spec", "nodeName")).OfType<string>().Order());
        Assert.Contains(world.Events("FailedScheduling"), static message => message.StartsWith("0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.", StringComparison.Ordinal));
    }
}
