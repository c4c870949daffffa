using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

/// <summary>HelmRepository, HelmChart and OCIRepository.</summary>
public sealed class HelmSourceTests : IDisposable
{
    private readonly HelmWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_repository_stores_its_index_and_a_chart_what_it_pulled()
    {
        world.Install("6.9.x");
        var repository = world.Get(FluxKinds.HelmRepositories, "podinfo");
        var revision = repository.Text("status", "artifact", "revision");
        Assert.Equal($"stored artifact: revision '{revision}'", repository.Condition("Ready").Text("message"));
        var index = world.World.Flux.Artifacts.Find(repository.Text("status", "artifact", "path"))!;
        Assert.Equal(["6.9.3", "6.9.2", "6.8.0"], JsonNode.Parse(index.Bytes).Objects("entries", "podinfo").Select(static entry => entry.Text("version")!));
        Assert.Equal(index.Digest, repository.Text("status", "artifact", "digest"));
        Assert.Contains(world.Events("NewArtifact", "podinfo"), static message => message.StartsWith("stored fetched index of size ", StringComparison.Ordinal));

        var chart = world.Get(FluxKinds.HelmCharts, "tools-web");
        Assert.Equal("pulled 'podinfo' chart with version '6.9.3'", chart.Condition("Ready").Text("message"));
        Assert.Equal("ChartPullSucceeded", chart.Condition("ArtifactInStorage").Text("reason"));
        Assert.Equal("web", chart.Label("helm.toolkit.fluxcd.io/name"));
        Assert.Equal(revision, chart.Text("status", "observedSourceArtifactRevision"));
        Assert.Equal("podinfo", chart.Text("status", "observedChartName"));
    }

    [Fact]
    public void A_version_that_does_not_exist_stalls_the_chart_until_it_is_published()
    {
        world.Install("6.9.7");
        var chart = world.Get(FluxKinds.HelmCharts, "tools-web");
        const string Why = "invalid chart reference: failed to get chart version for remote reference: no 'podinfo' chart with version matching '6.9.7' found";
        Assert.Equal(Why, chart.Condition("Stalled").Text("message"));
        Assert.Equal("InvalidChartReference", chart.Condition("FetchFailed").Text("reason"));
        Assert.Equal("False SourceNotReady", world.Says("Ready"));
        Assert.Equal($"HelmChart 'tools/tools-web' is not ready: {Why}", world.Message("Ready"));

        var old = world.Podinfo.Find("podinfo", "6.9.3")!;
        var metadata = (JsonObject)old.Metadata.DeepClone();
        metadata["version"] = "6.9.7";
        world.Podinfo.Publish(new UpstreamPackage("podinfo", "6.9.7", world.Store.Now, old.Files.SetItem("podinfo/Chart.yaml", new GitFile(metadata))));
        world.Run(3700);
        Assert.Equal("True InstallSucceeded", world.Says("Ready"));
        Assert.Equal("podinfo@6.9.7", world.Stored(1)!.ChartName);
    }

    [Fact]
    public void A_repository_that_cannot_be_reached_keeps_its_artifact_and_releases_go_on()
    {
        world.Install();
        world.Podinfo.Failure = "dial tcp 185.199.108.153:443: i/o timeout";
        world.Run(3700);
        var repository = world.Get(FluxKinds.HelmRepositories, "podinfo");
        Assert.Equal("False", repository.Condition("Ready").Text("status"));
        Assert.Contains("dial tcp 185.199.108.153:443: i/o timeout", repository.Condition("FetchFailed").Text("message"), StringComparison.Ordinal);
        Assert.NotNull(repository.Object("status", "artifact"));
        world.Values("""{"replicaCount":2}""");
        world.Run(60);
        Assert.Equal("True UpgradeSucceeded", world.Says("Ready"));

        world.Podinfo.Failure = null;
        world.Run(1000);
        Assert.Equal("True", world.Get(FluxKinds.HelmRepositories, "podinfo").Condition("Ready").Text("status"));
        Assert.Null(world.Get(FluxKinds.HelmRepositories, "podinfo").Condition("FetchFailed"));
    }

    [Fact]
    public void A_chart_without_its_repository_says_so()
    {
        world.Create(FluxKinds.HelmCharts, """
            metadata: {name: lost, namespace: tools}
            spec: {chart: podinfo, interval: 10m, version: '*', reconcileStrategy: ChartVersion, sourceRef: {kind: HelmRepository, name: nosuch}}
            """);
        world.Run(10);
        var ready = world.Get(FluxKinds.HelmCharts, "lost").Condition("Ready");
        Assert.Equal("""SourceUnavailable failed to get source: helmrepositories.source.toolkit.fluxcd.io "nosuch" not found""", $"{ready.Text("reason")} {ready.Text("message")}");
    }

    [Fact]
    public void A_release_of_a_registrys_chart_names_its_digest_in_the_version()
    {
        world.Create(FluxKinds.OciRepositories, """
            metadata: {name: podinfo, namespace: tools}
            spec: {interval: 10m, url: 'oci://ghcr.io/stefanprodan/charts/podinfo', ref: {semver: '6.9.x'}, layerSelector: {mediaType: application/vnd.cncf.helm.chart.content.v1.tar+gzip, operation: copy}}
            """);
        world.Create(FluxKinds.HelmReleases, """
            metadata: {name: web, namespace: tools}
            spec: {interval: 10m, chartRef: {kind: OCIRepository, name: podinfo}}
            """);
        world.Run(60);
        var source = world.Get(FluxKinds.OciRepositories, "podinfo");
        var revision = source.Text("status", "artifact", "revision")!;
        Assert.StartsWith("6.9.3@sha256:", revision, StringComparison.Ordinal);
        Assert.EndsWith(".tgz", source.Text("status", "artifact", "path"), StringComparison.Ordinal);
        Assert.Equal($"stored artifact for digest '{revision}'", source.Condition("Ready").Text("message"));
        var snapshot = world.Release().Objects("status", "history").Single();
        Assert.Equal(revision["6.9.3@".Length..], snapshot.Text("ociDigest"));
        Assert.Equal($"6.9.3+{revision["6.9.3@sha256:".Length..][..12]}", snapshot.Text("chartVersion"));
        Assert.Null(world.Find(FluxKinds.HelmCharts, "tools-web"));
    }

    [Theory]
    [InlineData("oci://ghcr.io/nobody/charts/nothing", "tag: '1.0.0'", "OCIArtifactPullFailed", "NAME_UNKNOWN")]
    [InlineData("oci://ghcr.io/stefanprodan/charts/podinfo", "tag: '9.9.9'", "OCIArtifactPullFailed", "MANIFEST_UNKNOWN")]
    [InlineData("oci://ghcr.io/stefanprodan/charts/podinfo", "semver: 9.x", "ReadOperationFailed", "no match found for semver: 9.x")]
    [InlineData("oci://ghcr.io", "tag: '1.0.0'", "URLInvalid", "URL validation failed for 'oci://ghcr.io'")]
    public void What_a_registry_does_not_have_is_said(string url, string reference, string reason, string message)
    {
        world.Create(FluxKinds.OciRepositories, $$$"""
            metadata: {name: broken, namespace: tools}
            spec: {interval: 10m, url: '{{{url}}}', ref: {{{{reference}}}}}
            """);
        world.Run(10);
        var failed = world.Get(FluxKinds.OciRepositories, "broken").Condition("FetchFailed");
        Assert.Equal(reason, failed.Text("reason"));
        Assert.Contains(message, failed.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_repository_of_a_registry_is_only_data()
    {
        world.Create(FluxKinds.HelmRepositories, """
            metadata: {name: registry, namespace: tools}
            spec: {type: oci, interval: 10m, url: 'oci://ghcr.io/stefanprodan/charts'}
            """);
        world.Create(FluxKinds.HelmReleases, """
            metadata: {name: web, namespace: tools}
            spec: {interval: 10m, chart: {spec: {chart: podinfo, version: 6.8.0, sourceRef: {kind: HelmRepository, name: registry}}}}
            """);
        world.Run(60);
        Assert.Null(world.Get(FluxKinds.HelmRepositories, "registry").Condition("Ready"));
        Assert.Equal("True InstallSucceeded", world.Says("Ready"));
        Assert.Equal("podinfo@6.8.0", world.Stored(1)!.ChartName);
    }

    [Fact]
    public void A_private_repository_lets_in_whom_its_secret_names()
    {
        world.Upstream.Add(new PackageUpstream("https://charts.example.org") { Credentials = ["username", "password"] }).Publish(world.Podinfo.Find("podinfo", "6.9.3")!);
        world.Create(FluxKinds.HelmRepositories, """
            metadata: {name: private, namespace: tools}
            spec: {interval: 10m, url: 'https://charts.example.org', secretRef: {name: charts-login}}
            """);
        world.Run(10);
        Assert.Equal("failed to get secret 'tools/charts-login': secrets \"charts-login\" not found", world.Get(FluxKinds.HelmRepositories, "private").Condition("Ready").Text("message"));
        world.Create(Kinds.Secrets, "{metadata: {name: charts-login, namespace: tools}, data: {username: bWU=}}");
        world.Run(60);
        Assert.Contains("401 Unauthorized", world.Get(FluxKinds.HelmRepositories, "private").Condition("Ready").Text("message"), StringComparison.Ordinal);
        world.Change(Kinds.Secrets, "charts-login", static secret => secret["data"]!["password"] = "b3BlbiBzZXNhbWU=");
        world.Run(200);
        Assert.Equal("True", world.Get(FluxKinds.HelmRepositories, "private").Condition("Ready").Text("status"));
    }
}
