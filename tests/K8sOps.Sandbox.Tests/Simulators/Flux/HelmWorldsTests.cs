using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

/// <summary>The releases that the worlds begin with.</summary>
public sealed class HelmWorldsTests
{
    [Theory]
    [InlineData("sandbox-infra", 7)]
    [InlineData("sandbox-apps", 1)]
    public void They_are_well_when_the_world_begins_and_a_day_later_nothing_of_them_has_changed(string name, int count)
    {
        using var world = new HelmWorld(name);
        var workloads = Workloads(world);
        for (var day = 0; day < 2; day++)
        {
            var releases = world.Store.List(FluxKinds.HelmReleases);
            Assert.Equal(count, releases.Count);
            Assert.All(releases, item => Healthy(world, item));
            foreach (var kind in new[] { FluxKinds.HelmRepositories, FluxKinds.HelmCharts, FluxKinds.OciRepositories }) Assert.All(world.Store.List(kind), static item => Assert.True(item.Is("Ready") && item.Object("status", "artifact") is not null, item.ToJsonString()));
            Assert.Equal(workloads, Workloads(world));
            world.Run(86400);
        }
    }

    [Fact]
    public void A_release_of_the_beginning_has_a_past()
    {
        using var world = new HelmWorld("sandbox-infra");
        var grafana = world.Release("grafana", "observability");
        Assert.Equal(["v21 deployed upgrade", "v20 superseded upgrade"], grafana.Objects("status", "history").Select(static one => $"v{one["version"]} {one.Text("status")} {one.Text("action")}"));
        Assert.Equal("grafana@10.2.0", world.Stored(20, "grafana", "observability")!.ChartName);
        Assert.Contains("docker.io/grafana/grafana:12.2.1", world.Stored(20, "grafana", "observability")!.Manifest, StringComparison.Ordinal);
        Assert.Equal(grafana.Time("metadata", "creationTimestamp"), grafana.Objects("status", "history").First().Time("firstDeployed"));
    }

    [Fact]
    public void An_upgrade_to_a_chart_whose_image_is_missing_ends_in_exhausted_retries_and_the_old_version_cures_it()
    {
        using var world = new HelmWorld("sandbox-infra");
        void Version(string version) => world.Change(FluxKinds.HelmReleases, "grafana", item => item["spec"]!["chart"]!["spec"]!["version"] = version, "observability");
        world.World.Flux.Upstream.Repositories.Values.Single().Failure = "no route to host"; // what Git says would take the change back
        world.Change(FluxKinds.Kustomizations, "cluster-platform", static item => item["spec"]!["suspend"] = true, "flux-system");
        Version("10.4.0");
        world.Run(4 * 6 * 60);
        Assert.Equal("Failed to upgrade after 4 attempt(s)", world.Message("Stalled", "grafana", "observability"));
        Assert.Equal("docker.io/grafana/grafana:12.3.0", Image(world));
        Assert.Equal(1, world.Get(KubeResources.Deployments, "grafana", "observability").Number("status", "readyReplicas"));
        Version("10.3.1");
        world.Run(120);
        Assert.Equal("True UpgradeSucceeded", world.Says("Ready", "grafana", "observability"));
        Assert.Equal("docker.io/grafana/grafana:12.3.1", Image(world));
    }

    private static string? Image(HelmWorld world) => world.Get(KubeResources.Deployments, "grafana", "observability").Objects("spec", "template", "spec", "containers").First().Text("image");

    private static void Healthy(HelmWorld world, JsonObject item)
    {
        Assert.True(item.Is("Ready") && item.Is("Released"), item.ToJsonString());
        Assert.Equal(item.Generation(), item.Number("status", "observedGeneration"));
        var snapshot = item.Objects("status", "history").First();
        var stored = world.Stored((int)snapshot.Number("version")!, item.Name(), item.Namespace()!)!;
        Assert.Equal(snapshot.Text("digest"), ReleaseHistory.Digest(stored));
        Assert.NotEmpty(ChartTemplates.Read(stored.Manifest));
    }

    /// <summary>What the releases keep, without what time alone changes.</summary>
    private static List<string> Workloads(HelmWorld world) => [.. new[] { KubeResources.Deployments, KubeResources.DaemonSets, Kinds.Services }.SelectMany(kind => world.Store.List(kind)).Where(static item => item.Label("helm.toolkit.fluxcd.io/name") is not null).Select(static item => item["metadata"]!["name"] + item["spec"]!.ToJsonString())];
}
