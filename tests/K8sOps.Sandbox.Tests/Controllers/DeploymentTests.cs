using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Controllers;

public sealed class DeploymentTests : IDisposable
{
    private readonly SmallWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_deployment_comes_up_through_a_replica_set_and_says_so()
    {
        world.Deploy("web", "replicas: 3");
        Assert.Equal("False", world.Get(KubeResources.Deployments, "web").Condition("Available").Text("status"));
        world.Run(30);

        var deployment = world.Get(KubeResources.Deployments, "web");
        Assert.Equal(3, deployment.Number("status", "availableReplicas"));
        Assert.Equal(3, deployment.Number("status", "updatedReplicas"));
        Assert.Equal(deployment.Generation(), deployment.Number("status", "observedGeneration"));
        Assert.Equal("MinimumReplicasAvailable", deployment.Condition("Available").Text("reason"));
        Assert.Equal("NewReplicaSetAvailable", deployment.Condition("Progressing").Text("reason"));
        Assert.Equal("1", deployment.Annotation("deployment.kubernetes.io/revision"));
        var set = Assert.Single(world.Store.List(KubeResources.ReplicaSets));
        Assert.StartsWith("web-", set.Name());
        Assert.Equal(set.Name()["web-".Length..], set.Label("pod-template-hash"));
        Assert.All(world.Pods("web"), pod => Assert.StartsWith(set.Name() + "-", pod.Name()));
        Assert.Contains($"Scaled up replica set {set.Name()} from 0 to 3", world.Events("ScalingReplicaSet"));
    }

    [Fact]
    public void Scaled_to_zero_it_has_no_pods_and_is_available()
    {
        world.Deploy("web", "replicas: 2");
        world.Run(30);
        world.Change(KubeResources.Deployments, "web", static item => item.Child("spec")["replicas"] = 0);
        world.Run(30);

        Assert.Empty(world.Pods("web"));
        var deployment = world.Get(KubeResources.Deployments, "web");
        Assert.Null(deployment.Number("status", "replicas"));
        Assert.Equal("True", deployment.Condition("Available").Text("status"));
        Assert.Single(world.Store.List(KubeResources.ReplicaSets));
    }

    [Fact]
    public void A_changed_image_is_rolled_out_without_falling_below_what_must_be_available()
    {
        world.Deploy("web", "replicas: 4\n  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 1}}", "readinessProbe: {httpGet: {path: /, port: 80}}");
        world.Run(60);
        world.Change(KubeResources.Deployments, "web", static item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "ghcr.io/stefanprodan/podinfo:6.9.4");

        var fewest = 99L;
        var most = 0;
        for (var second = 0; second < 90; second++)
        {
            world.Run(1);
            fewest = Math.Min(fewest, world.Get(KubeResources.Deployments, "web").Number("status", "availableReplicas") ?? 0);
            most = Math.Max(most, world.Pods("web").Count(PodState.IsActive));
        }

        Assert.Equal(3, fewest);
        Assert.Equal(5, most);
        var deployment = world.Get(KubeResources.Deployments, "web");
        Assert.Equal(4, deployment.Number("status", "updatedReplicas"));
        Assert.Equal(4, deployment.Number("status", "availableReplicas"));
        Assert.Equal("2", deployment.Annotation("deployment.kubernetes.io/revision"));
        Assert.Equal([0L, 4L], world.Store.List(KubeResources.ReplicaSets).Select(static set => set.Number("spec", "replicas") ?? -1).Order());
        Assert.All(world.Pods("web"), static pod => Assert.Equal("ghcr.io/stefanprodan/podinfo:6.9.4", pod["spec"]!["containers"]![0].Text("image")));
    }

    [Fact]
    public void Going_back_takes_the_old_replica_set_up_again_with_a_new_revision()
    {
        world.Deploy("web");
        world.Run(30);
        var first = world.Store.List(KubeResources.ReplicaSets)[0].Name();
        world.Change(KubeResources.Deployments, "web", static item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "ghcr.io/stefanprodan/podinfo:6.9.4");
        world.Run(30);
        world.Change(KubeResources.Deployments, "web", static item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "ghcr.io/stefanprodan/podinfo:6.9.3");
        world.Run(30);

        var sets = world.Store.List(KubeResources.ReplicaSets);
        Assert.Equal(2, sets.Count);
        Assert.Equal(1, sets.Single(set => set.Name() == first).Number("spec", "replicas"));
        Assert.Equal("3", sets.Single(set => set.Name() == first).Annotation("deployment.kubernetes.io/revision"));
    }

    [Fact]
    public void A_rollout_to_an_image_that_does_not_exist_stops_and_runs_out_of_time_while_the_old_pod_serves()
    {
        world.Deploy("web", "progressDeadlineSeconds: 120");
        world.Run(30);
        world.Change(KubeResources.Deployments, "web", static item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "ghcr.io/stefanprodan/podinfo:gone");
        world.Run(60);

        Assert.Equal("True", world.Get(KubeResources.Deployments, "web").Condition("Progressing").Text("status"));
        Assert.Equal(2, world.Pods("web").Count);
        world.Run(120);
        var deployment = world.Get(KubeResources.Deployments, "web");
        Assert.Equal("ProgressDeadlineExceeded", deployment.Condition("Progressing").Text("reason"));
        Assert.Equal("True", deployment.Condition("Available").Text("status"));
        Assert.Contains(world.Pods("web"), static pod => pod["status"]!["containerStatuses"]![0].Text("state", "waiting", "reason") == "ImagePullBackOff");
    }

    [Fact]
    public void Recreate_starts_the_new_pod_only_when_the_old_one_is_gone()
    {
        world.Deploy("db", "strategy: {type: Recreate}");
        world.Run(30);
        world.Change(KubeResources.Deployments, "db", static item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "ghcr.io/stefanprodan/podinfo:6.9.4");

        Assert.True(world.Pod("db").IsTerminating());
        for (var i = 0; i < 60; i++)
        {
            Assert.True(world.Pods("db").Count <= 1);
            world.Run(0.5);
        }

        Assert.Equal("Running", world.Pod("db").Text("status", "phase"));
    }

    [Fact]
    public void Deleting_it_takes_everything_along()
    {
        world.Deploy("web", "replicas: 2");
        world.Run(30);
        world.Delete(KubeResources.Deployments, "web");
        world.Run(60);

        Assert.Empty(world.Store.List(KubeResources.ReplicaSets));
        Assert.Empty(world.Pods());
    }

    [Fact]
    public void Deleting_it_with_orphans_leaves_pods_that_a_new_one_takes_in()
    {
        world.Deploy("web", "replicas: 2");
        world.Run(30);
        var pods = world.Pods("web").Select(static pod => pod.Name()).ToList();
        world.Delete(KubeResources.Deployments, "web", "Orphan");
        var set = world.Store.List(KubeResources.ReplicaSets)[0];
        world.Delete(KubeResources.ReplicaSets, set.Name(), "Orphan");
        world.Run(60);
        Assert.Equal(pods, world.Pods("web").Select(static pod => pod.Name()));
        Assert.All(world.Pods("web"), static pod => Assert.Null(pod.Controller()));

        world.Deploy("web", "replicas: 2");
        world.Run(30);
        Assert.Equal(pods, world.Pods("web").Select(static pod => pod.Name()));
        Assert.All(world.Pods("web"), static pod => Assert.Equal("ReplicaSet", pod.Controller().Text("kind")));
    }

    [Fact]
    public void A_pod_that_lost_its_label_is_let_go_and_replaced()
    {
        world.Deploy("web");
        world.Run(30);
        var pod = world.Pod("web");
        world.Change(KubeResources.Pods, pod.Name(), static item => item["metadata"]!["labels"]!["app"] = "under-the-knife");
        world.Run(30);

        Assert.Null(world.Get(KubeResources.Pods, pod.Name()).Controller());
        Assert.Single(world.Pods("web"));
        Assert.Equal("Running", world.Get(KubeResources.Pods, pod.Name()).Text("status", "phase"));
    }

    [Fact]
    public void A_deleted_pod_ends_within_its_grace_and_is_replaced()
    {
        world.Deploy("web");
        world.Run(30);
        var pod = world.Pod("web").Name();
        world.Delete(KubeResources.Pods, pod);
        Assert.Contains(world.Pods("web"), item => item.Name() == pod && item.IsTerminating());
        world.Run(30);

        Assert.NotEqual(pod, world.Pod("web").Name());
        Assert.True(PodState.IsReady(world.Pod("web")));
        Assert.Contains("Stopping container app", world.Events("Killing"));
    }

    [Fact]
    public void A_paused_deployment_does_not_roll_out()
    {
        world.Deploy("web");
        world.Run(30);
        world.Change(KubeResources.Deployments, "web", static item =>
        {
            item["spec"]!["paused"] = true;
            item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "ghcr.io/stefanprodan/podinfo:6.9.4";
        });
        world.Run(30);
        Assert.Single(world.Store.List(KubeResources.ReplicaSets));
        world.Change(KubeResources.Deployments, "web", static item => item["spec"]!.AsObject().Remove("paused"));
        world.Run(30);
        Assert.Equal(2, world.Store.List(KubeResources.ReplicaSets).Count);
    }
}
