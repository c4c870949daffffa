using System.Diagnostics;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Tests.Worlds;

public sealed class InfraWorldTests
{
    [Fact]
    public void It_is_healthy_when_it_begins()
    {
        using var world = new InfraWorld();
        var pods = world.Store.List(KubeResources.Pods);
        Assert.InRange(pods.Count, 90, 200);
        Assert.All(pods, static pod => Assert.True(PodState.IsReady(pod) || pod.Text("status", "phase") == "Succeeded", pod.ToJsonString()));
        Assert.All(world.Store.List(KubeResources.Deployments), static item =>
        {
            Assert.Equal("True", item.Condition("Available").Text("status"));
            Assert.Equal("NewReplicaSetAvailable", item.Condition("Progressing").Text("reason"));
            Assert.Equal(item.Generation(), item.Number("status", "observedGeneration"));
        });
        Assert.All(world.Store.List(KubeResources.DaemonSets), static item => Assert.Equal(item.Number("status", "desiredNumberScheduled"), item.Number("status", "numberReady")));
        Assert.All(world.Store.List(KubeResources.StatefulSets), static item => Assert.Equal(item.Number("spec", "replicas"), item.Number("status", "readyReplicas")));
        Assert.All(world.Store.List(KubeResources.PersistentVolumeClaims), static item => Assert.Equal("Bound", item.Text("status", "phase")));
        Assert.All(world.Store.List(KubeResources.Nodes), static item => Assert.Equal("True", item.Condition("Ready").Text("status")));
        Assert.All(world.Store.List(KubeResources.Namespaces), static item => Assert.Equal("Active", item.Text("status", "phase")));
        Assert.Empty(world.Warnings());
        Assert.InRange(world.Store.List(KubeResources.Events).Count, 5, 70);
    }

    [Fact]
    public void Its_objects_have_the_ages_that_its_manifests_give_them()
    {
        using var world = new InfraWorld();
        var deployment = world.Get(KubeResources.Deployments, "selfhosted", "paperless");
        Assert.Equal(InfraWorld.Begin.AddDays(-355), deployment.Time("metadata", "creationTimestamp"));
        Assert.Equal("9", deployment.Annotation("deployment.kubernetes.io/revision"));
        var pod = world.Pod("paperless");
        Assert.Equal(InfraWorld.Begin.AddDays(-14), pod.Time("metadata", "creationTimestamp"));
        Assert.Equal(InfraWorld.Begin.AddDays(-14), DateOnlyOf(pod["status"]!["containerStatuses"]![0].Time("state", "running", "startedAt")));
        Assert.Equal(InfraWorld.Begin.AddDays(-412), world.Get(KubeResources.Nodes, null, "infra-cp-01").Time("metadata", "creationTimestamp"));
    }

    [Fact]
    public void It_is_the_same_each_time()
    {
        using var one = new InfraWorld();
        using var other = new InfraWorld();
        foreach (var resource in new[] { KubeResources.Pods, KubeResources.ReplicaSets, KubeResources.PersistentVolumeClaims, KubeResources.Events, KubeResources.Nodes })
            Assert.Equal(one.Store.List(resource).Select(static item => item.ToJsonString()), other.Store.List(resource).Select(static item => item.ToJsonString()));
    }

    [Fact]
    public void It_stays_healthy_by_itself_and_costs_little()
    {
        using var world = new InfraWorld();
        var version = world.Store.ResourceVersion;
        var watch = Stopwatch.StartNew();
        world.Run(3600);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"an idle hour took {watch.Elapsed}");

        // Six leases every 10 s, six node statuses every 5 min, Flux's objects at their intervals (a few writes and an event each), and events
        // that are forgotten: nothing else is written.
        Assert.InRange(world.Store.ResourceVersion - version, 2000, 2700);
        Assert.Empty(world.Warnings());
        Assert.All(world.Store.List(KubeResources.Pods), static pod => Assert.True(PodState.IsReady(pod) || PodState.IsFinished(pod)));
    }

    [Fact]
    public void Its_secrets_are_plainly_no_secrets()
    {
        using var world = new InfraWorld();
        foreach (var secret in world.Store.List(Kinds.Secrets).Where(static secret => secret.Text("type") != "helm.sh/release.v1"))
        {
            var text = string.Join('\n', ContainerEnvironment.Entries(secret).Select(static entry => entry.Value)).ToLowerInvariant();
            Assert.True(text.Contains("sandbox", StringComparison.Ordinal), secret.Name());
        }
    }

    private static DateTimeOffset? DateOnlyOf(DateTimeOffset? time) => time is { } value ? InfraWorld.Begin + TimeSpan.FromDays(Math.Round((value - InfraWorld.Begin).TotalDays)) : null;
}
