using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Controllers;

public sealed class RolloutTests : IDisposable
{
    private readonly SmallWorld world = new();

    public void Dispose() => world.Dispose();

    private static void SetImage(JsonObject item, string image) => item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = image;

    private void Set(string kind, string rest) => world.Apply($$"""
        apiVersion: apps/v1
        kind: {{kind}}
        metadata: { name: db }
        spec:
          {{rest}}
          selector: { matchLabels: { app: db } }
          template:
            metadata: { labels: { app: db } }
            spec: { containers: [{name: app, image: 'docker.io/library/nginx:1.27'}] }
        """);

    private IReadOnlyList<(string Name, long Number)> Revisions() => [.. world.Store.List(Kinds.ControllerRevisions).Select(static item => (item.Name(), item.Number("revision") ?? 0)).OrderBy(static item => item.Item2)];

    [Fact]
    public void The_same_template_in_another_order_is_no_new_revision()
    {
        world.Deploy("web");
        world.Run(20);
        world.Change(KubeResources.Deployments, "web", static item =>
        {
            var container = (JsonObject)item["spec"]!["template"]!["spec"]!["containers"]![0]!;
            item["spec"]!["template"]!["metadata"]!["creationTimestamp"] = null;
            item["spec"]!["template"]!["spec"]!["containers"] = new JsonArray(new JsonObject { ["resources"] = new JsonObject(), ["image"] = (string?)container["image"], ["name"] = "app" });
        });
        Assert.Single(world.Store.List(KubeResources.ReplicaSets));
    }

    [Fact]
    public void Going_back_to_an_old_template_makes_its_replica_set_the_newest_revision()
    {
        world.Deploy("web");
        world.Run(20);
        var first = world.Store.List(KubeResources.ReplicaSets)[0].Name();
        world.Change(KubeResources.Deployments, "web", static item => SetImage(item, "docker.io/library/nginx:1.27"));
        world.Run(60);
        world.Change(KubeResources.Deployments, "web", static item => SetImage(item, "ghcr.io/stefanprodan/podinfo:6.9.3"));
        world.Run(60);
        Assert.Equal("3", world.Get(KubeResources.ReplicaSets, first).Annotation("deployment.kubernetes.io/revision"));
        Assert.Equal("3", world.Get(KubeResources.Deployments, "web").Annotation("deployment.kubernetes.io/revision"));
        Assert.Equal(2, world.Store.List(KubeResources.ReplicaSets).Count);
    }

    [Fact]
    public void A_rollout_past_its_deadline_says_so_and_goes_on_when_it_can()
    {
        world.Deploy("web", "progressDeadlineSeconds: 60");
        world.Run(20);
        world.Change(KubeResources.Deployments, "web", static item => SetImage(item, "docker.io/library/nginx:-no-such-tag-"));
        world.Run(90);
        var deployment = world.Get(KubeResources.Deployments, "web");
        Assert.Equal(("False", "ProgressDeadlineExceeded"), (deployment.Condition("Progressing").Text("status"), deployment.Condition("Progressing").Text("reason")));
        Assert.Matches("^ReplicaSet \"web-[a-z0-9]+\" has timed out progressing.$", deployment.Condition("Progressing").Text("message"));
        world.Change(KubeResources.Deployments, "web", static item => SetImage(item, "docker.io/library/nginx:1.27"));
        world.Run(60);
        Assert.Equal("NewReplicaSetAvailable", world.Get(KubeResources.Deployments, "web").Condition("Progressing").Text("reason"));
    }

    [Fact]
    public void A_paused_rollout_stands_still_between_two_templates()
    {
        world.Deploy("web", "replicas: 4");
        world.Run(20);
        world.Change(KubeResources.Deployments, "web", static item => SetImage(item, "docker.io/library/nginx:1.27"));
        world.Change(KubeResources.Deployments, "web", static item => item["spec"]!["paused"] = true);
        var before = world.Store.List(KubeResources.ReplicaSets).Select(static set => set.Number("spec", "replicas")).ToArray();
        world.Run(60);
        Assert.Equal(before, world.Store.List(KubeResources.ReplicaSets).Select(static set => set.Number("spec", "replicas")));
        Assert.Equal("DeploymentPaused", world.Get(KubeResources.Deployments, "web").Condition("Progressing").Text("reason"));
        world.Change(KubeResources.Deployments, "web", static item => item["spec"]!["paused"] = false);
        world.Run(60);
        Assert.Equal("NewReplicaSetAvailable", world.Get(KubeResources.Deployments, "web").Condition("Progressing").Text("reason"));
    }

    [Fact]
    public void A_stateful_set_keeps_its_revisions_and_goes_back_to_one()
    {
        Set("StatefulSet", "replicas: 2");
        world.Run(30);
        world.Change(KubeResources.StatefulSets, "db", static item => SetImage(item, "docker.io/library/nginx:1.28"));
        world.Run(90);
        Assert.Equal([1L, 2L], Revisions().Select(static item => item.Number));
        var set = world.Get(KubeResources.StatefulSets, "db");
        Assert.Equal(Revisions()[1].Name, set.Text("status", "updateRevision"));
        Assert.Equal(set.Text("status", "updateRevision"), set.Text("status", "currentRevision"));
        world.Change(KubeResources.StatefulSets, "db", static item => SetImage(item, "docker.io/library/nginx:1.27"));
        world.Run(90);
        Assert.Equal([2L, 3L], Revisions().Select(static item => item.Number));
    }

    [Fact]
    public void Below_its_partition_a_stateful_sets_pod_comes_back_as_it_was()
    {
        Set("StatefulSet", "replicas: 2\n  updateStrategy: {rollingUpdate: {partition: 1}}");
        world.Run(30);
        world.Change(KubeResources.StatefulSets, "db", static item => SetImage(item, "docker.io/library/nginx:1.28"));
        world.Run(90);
        world.Delete(KubeResources.Pods, "db-0");
        world.Run(90);
        Assert.Equal(["docker.io/library/nginx:1.27", "docker.io/library/nginx:1.28"], world.Pods("db").Select(static pod => (string?)pod["spec"]!["containers"]![0]!["image"]));
        Assert.Equal(1, world.Get(KubeResources.StatefulSets, "db").Number("status", "updatedReplicas"));
    }

    [Fact]
    public void A_daemon_set_rolls_out_node_by_node_and_keeps_its_revisions()
    {
        Set("DaemonSet", "minReadySeconds: 5");
        world.Run(30);
        world.Change(KubeResources.DaemonSets, "db", static item => SetImage(item, "docker.io/library/nginx:1.28"));
        Assert.Single(world.Pods("db"), static pod => pod.IsTerminating());
        world.Run(120);
        Assert.All(world.Pods("db"), static pod => Assert.Equal("docker.io/library/nginx:1.28", (string?)pod["spec"]!["containers"]![0]!["image"]));
        Assert.Equal(2, Revisions().Count);
        Assert.Equal(3, world.Get(KubeResources.DaemonSets, "db").Number("status", "updatedNumberScheduled"));
    }

    [Fact]
    public void A_namespace_that_something_holds_says_what()
    {
        world.Apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: old}");
        world.Apply("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: held, namespace: old, finalizers: [example.org/keep]}");
        world.Delete(KubeResources.Namespaces, "old");
        world.Run(5);
        var ns = world.Get(KubeResources.Namespaces, "old");
        Assert.Equal("Terminating", ns.Text("status", "phase"));
        Assert.Equal("Some resources are remaining: configmaps. has 1 resource instances", ns.Condition("NamespaceContentRemaining").Text("message"));
        Assert.Equal("Some content in the namespace has finalizers remaining: example.org/keep in 1 resource instances", ns.Condition("NamespaceFinalizersRemaining").Text("message"));
        world.Change(Kinds.ConfigMaps, "held", static item => item["metadata"]!.AsObject().Remove("finalizers"), "old");
        Assert.Null(world.Store.Get(KubeResources.Namespaces, null, "old"));
    }
}
