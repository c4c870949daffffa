using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Tests.Worlds;

public sealed class AppsWorldTests
{
    [Fact]
    public void It_is_healthy_when_it_begins_and_after_a_day()
    {
        using var world = new InfraWorld("sandbox-apps");
        for (var day = 0; day < 2; day++)
        {
            var pods = world.Store.List(KubeResources.Pods);
            Assert.InRange(pods.Count, 30, 60);
            Assert.All(pods, static pod => Assert.True(PodState.IsReady(pod) || PodState.IsFinished(pod) || pod.Controller().Text("kind") == "Job", pod.ToJsonString()));
            Assert.All(world.Store.List(KubeResources.Deployments), static item => Assert.Equal("True", item.Condition("Available").Text("status")));
            Assert.All(world.Store.List(KubeResources.StatefulSets), static item => Assert.Equal(item.Number("spec", "replicas"), item.Number("status", "readyReplicas")));
            Assert.All(world.Store.List(KubeResources.PersistentVolumeClaims), static item => Assert.Equal("Bound", item.Text("status", "phase")));
            Assert.All(world.Store.List(Kinds.PodDisruptionBudgets), static item => Assert.True(item.Number("status", "disruptionsAllowed") > 0, item.ToJsonString()));
            Assert.DoesNotContain(world.Store.List(KubeResources.Jobs), static job => job.Condition("Failed").Text("status") == "True");
            Assert.Empty(world.Warnings());
            world.Run(86400);
        }
    }

    [Fact]
    public void Its_cron_jobs_have_run_as_often_as_they_keep()
    {
        using var world = new InfraWorld("sandbox-apps");
        var jobs = world.Store.List(KubeResources.Jobs).GroupBy(static job => job.Controller().Text("name") ?? "").ToDictionary(static group => group.Key, static group => group.Count());
        // The newest run of the site map is due at the very start of the world.
        Assert.Equal(4, jobs["sitemap"]);
        Assert.Equal(3, jobs["close-books"]);
        Assert.False(jobs.ContainsKey("reminders"));
        Assert.Equal(InfraWorld.Begin, world.Get(Kinds.CronJobs, "shop", "sitemap").Time("status", "lastScheduleTime"));
    }

    [Fact]
    public void It_has_what_helps_to_tell_owners_apart()
    {
        using var world = new InfraWorld("sandbox-apps");
        Assert.Equal("shop", world.Get(KubeResources.Deployments, "shop", "storefront").Label("kustomize.toolkit.fluxcd.io/name"));
        Assert.Null(world.Get(KubeResources.Deployments, "billing", "invoices").Label("kustomize.toolkit.fluxcd.io/name"));
        Assert.Contains(world.Store.List(KubeResources.Pods), static pod => pod.Controller() is null && pod.Name() == "workbench");
        Assert.NotEmpty(world.Store.List(Kinds.ControllerRevisions));
        var promotions = world.Store.List(new KubeResource("shop.example.org", "v1", "promotions", "Promotion", IsNamespaced: true));
        Assert.Equal(["spring-sale", "welcome", "winter-sale"], promotions.Select(static item => item.Name()));
    }

    [Fact]
    public void It_is_the_same_each_time()
    {
        using var one = new InfraWorld("sandbox-apps");
        using var other = new InfraWorld("sandbox-apps");
        foreach (var resource in new[] { KubeResources.Pods, KubeResources.Jobs, KubeResources.Events, KubeResources.PersistentVolumeClaims })
            Assert.Equal(one.Store.List(resource).Select(static item => item.ToJsonString()), other.Store.List(resource).Select(static item => item.ToJsonString()));
    }

    [Fact]
    public void Its_secrets_are_plainly_no_secrets()
    {
        using var world = new InfraWorld("sandbox-apps");
        foreach (var secret in world.Store.List(Kinds.Secrets).Where(static secret => secret.Text("type") != "helm.sh/release.v1"))
        {
            Assert.Contains(ContainerEnvironment.Entries(secret), static entry => entry.Value.StartsWith("sandbox-no-secret", StringComparison.Ordinal));
        }
    }
}
