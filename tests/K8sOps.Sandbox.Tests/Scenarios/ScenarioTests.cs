using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Scenarios;

public sealed class ScenarioTests : IDisposable
{
    private readonly InfraWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_crash_loop_shows_at_once_and_deleting_the_pod_does_not_cure_it()
    {
        var scenario = world.StartScenario("crash-loop");

        var pod = world.Pod("paperless");
        var status = pod["status"]!["containerStatuses"]![0];
        Assert.Equal("CrashLoopBackOff", status.Text("state", "waiting", "reason"));
        Assert.True(status.Number("restartCount") >= 3);
        Assert.Equal(1, status.Number("lastState", "terminated", "exitCode"));
        Assert.Equal("False", world.Get(KubeResources.Deployments, "selfhosted", "paperless").Condition("Available").Text("status"));

        world.Store.Delete(KubeResources.Pods, "selfhosted", pod.Name());
        world.Run(300);
        Assert.NotEqual(pod.Uid(), world.Pod("paperless").Uid());
        Assert.Equal("CrashLoopBackOff", world.Pod("paperless")["status"]!["containerStatuses"]![0].Text("state", "waiting", "reason"));
        Assert.True(scenario.IsBroken(world.Store));
    }

    [Fact]
    public void A_restart_of_the_rollout_does_not_cure_a_crash_loop()
    {
        var scenario = world.StartScenario("crash-loop");
        world.Store.Update(KubeResources.Deployments, "selfhosted", "paperless", static item =>
            item["spec"]!["template"]!["metadata"]!.AsObject().Child("annotations")["kubectl.kubernetes.io/restartedAt"] = "2026-01-15T04:00:00Z");
        world.Run(120);
        Assert.True(scenario.IsBroken(world.Store));
        Assert.False(PodState.IsReady(world.Pod("paperless")));
    }

    [Fact]
    public void The_key_put_back_cures_a_crash_loop_at_the_next_restart()
    {
        var scenario = world.StartScenario("crash-loop");
        world.Store.Update(Kinds.ConfigMaps, "selfhosted", "paperless-config", static item => item["data"]!["PAPERLESS_DBHOST"] = "postgres-rw.databases.svc.cluster.local");
        Assert.False(scenario.IsBroken(world.Store));
        world.Run(330);
        Assert.True(PodState.IsReady(world.Pod("paperless")));
        Assert.Equal("True", world.Get(KubeResources.Deployments, "selfhosted", "paperless").Condition("Available").Text("status"));
    }

    [Fact]
    public void A_rollout_to_a_configuration_that_has_the_key_cures_a_crash_loop()
    {
        var scenario = world.StartScenario("crash-loop");
        world.Store.Update(KubeResources.Deployments, "selfhosted", "paperless", static item =>
            item["spec"]!["template"]!["spec"]!["containers"]![0]!["env"] = new JsonArray(new JsonObject { ["name"] = "PAPERLESS_DBHOST", ["value"] = "postgres-rw.databases.svc" }));
        Assert.False(scenario.IsBroken(world.Store));
        world.Run(60);
        Assert.True(PodState.IsReady(world.Pod("paperless")));
    }

    [Fact]
    public void A_pending_claim_holds_its_pod_and_deleting_the_pod_does_not_cure_it()
    {
        var scenario = world.StartScenario("claim-pending");

        Assert.Equal("Pending", world.Get(KubeResources.PersistentVolumeClaims, "selfhosted", "linkwarden").Text("status", "phase"));
        var pod = world.Pod("linkwarden");
        Assert.StartsWith("0/6 nodes are available: pod has unbound immediate PersistentVolumeClaims.", pod.Condition("PodScheduled").Text("message"));
        Assert.Contains(world.Warnings(), static item => item.Text("message") == "storageclass.storage.k8s.io \"ceph-ssd\" not found");

        world.Store.Delete(KubeResources.Pods, "selfhosted", pod.Name());
        world.Run(120);
        Assert.Equal("Pending", world.Pod("linkwarden").Text("status", "phase"));
        Assert.True(scenario.IsBroken(world.Store));
    }

    [Fact]
    public void The_missing_class_cures_a_pending_claim()
    {
        var scenario = world.StartScenario("claim-pending");
        var made = world.Get(KubeResources.StorageClasses, null, "ceph-block");
        made["metadata"] = new JsonObject { ["name"] = "ceph-ssd" };
        world.Store.Create(KubeResources.StorageClasses, made);
        world.Run(60);
        Assert.False(scenario.IsBroken(world.Store));
        Assert.True(PodState.IsReady(world.Pod("linkwarden")));
    }

    [Fact]
    public void A_claim_made_again_with_a_class_that_exists_cures_a_pending_claim()
    {
        var scenario = world.StartScenario("claim-pending");
        var claim = world.Get(KubeResources.PersistentVolumeClaims, "selfhosted", "linkwarden");
        world.Store.Delete(KubeResources.PersistentVolumeClaims, "selfhosted", "linkwarden");
        world.Run(1);
        Assert.True(scenario.IsBroken(world.Store));

        world.Store.Create(KubeResources.PersistentVolumeClaims, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "linkwarden", ["namespace"] = "selfhosted" },
            ["spec"] = new JsonObject { ["accessModes"] = claim["spec"]!["accessModes"]!.DeepClone(), ["storageClassName"] = "ceph-block", ["resources"] = claim["spec"]!["resources"]!.DeepClone() },
        });
        world.Run(60);
        Assert.False(scenario.IsBroken(world.Store));
        Assert.True(PodState.IsReady(world.Pod("linkwarden")));
    }

    [Fact]
    public void A_silent_node_is_not_ready_at_once_and_empties_after_five_minutes()
    {
        var scenario = world.StartScenario("node-not-ready");

        var node = world.Get(KubeResources.Nodes, null, "infra-wk-03");
        Assert.Equal("Unknown", node.Condition("Ready").Text("status"));
        Assert.Equal("Kubelet stopped posting node status.", node.Condition("Ready").Text("message"));
        Assert.Equal(["NoExecute", "NoSchedule"], node.Objects("spec", "taints").Where(static taint => taint.Text("key") == "node.kubernetes.io/unreachable").Select(static taint => taint.Text("effect")!).Order());
        Assert.All(world.PodsOn("infra-wk-03"), static pod => Assert.False(PodState.IsReady(pod)));
        Assert.DoesNotContain(world.PodsOn("infra-wk-03"), static pod => pod.IsTerminating());

        world.Run(320);
        Assert.All(
            world.PodsOn("infra-wk-03").Where(static pod => pod.Controller().Text("kind") is "ReplicaSet" or "StatefulSet" && pod.Objects("spec", "tolerations").Any(static item => item.Number("tolerationSeconds") == 300)),
            static pod => Assert.True(pod.IsTerminating()));
        Assert.Contains(world.PodsOn("infra-wk-03"), static pod => pod.Controller().Text("kind") == "DaemonSet" && !pod.IsTerminating());

        // What depends on the machine waits for it: its OSD goes nowhere else.
        Assert.Contains(world.Store.List(KubeResources.Pods, "rook-ceph"), static pod => pod.Label("ceph-osd-id") == "2" && pod.Text("status", "phase") == "Pending");
        Assert.True(scenario.IsBroken(world.Store));
    }

    [Fact]
    public void The_kubelet_restarted_at_the_machine_cures_a_silent_node()
    {
        var scenario = world.StartScenario("node-not-ready");
        world.Run(400);
        scenario.TurnOff(world.Store);
        world.Run(90);

        Assert.False(scenario.IsBroken(world.Store));
        var node = world.Get(KubeResources.Nodes, null, "infra-wk-03");
        Assert.Equal("True", node.Condition("Ready").Text("status"));
        Assert.Empty(node.Objects("spec", "taints"));
        Assert.All(world.Store.List(KubeResources.Pods).Where(static pod => !PodState.IsFinished(pod)), static pod => Assert.True(PodState.IsReady(pod), pod.ToJsonString()));
    }

    [Fact]
    public void A_cordon_does_not_cure_a_silent_node()
    {
        var scenario = world.StartScenario("node-not-ready");
        world.Store.Update(KubeResources.Nodes, null, "infra-wk-03", static item => item["spec"]!["unschedulable"] = true);
        world.Run(60);
        Assert.True(scenario.IsBroken(world.Store));
        Assert.Equal("Unknown", world.Get(KubeResources.Nodes, null, "infra-wk-03").Condition("Ready").Text("status"));
    }
}
