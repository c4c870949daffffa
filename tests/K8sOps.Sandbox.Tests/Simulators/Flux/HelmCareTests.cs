using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

/// <summary>What helm-controller does besides releasing: waits, suspension, drift, deletion.</summary>
public sealed class HelmCareTests : IDisposable
{
    private readonly HelmWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_suspended_release_is_left_alone_until_it_is_resumed()
    {
        world.Install();
        world.Change(static item => item["spec"]!["suspend"] = true);
        world.Values("""{"replicaCount":3}""");
        world.Run(1800);
        Assert.Equal(["v1 deployed install"], world.History());
        world.Change(static item => item["spec"]!.AsObject().Remove("suspend"));
        world.Run(60);
        Assert.Equal("v2 deployed upgrade", world.History().First());
    }

    [Fact]
    public void A_dependency_is_waited_for()
    {
        world.Install(spec: "dependsOn: [{name: base}]");
        Assert.Equal("False DependencyNotReady", world.Says("Ready"));
        Assert.Equal("""unable to get 'tools/base' dependency: helmreleases.helm.toolkit.fluxcd.io "base" not found""", world.Message("Ready"));
        Assert.NotEqual(world.Release().Generation(), world.Release().Number("status", "observedGeneration"));
        world.Create(FluxKinds.HelmReleases, """
            metadata: {name: base, namespace: tools}
            spec: {interval: 10m, chart: {spec: {chart: podinfo, sourceRef: {kind: HelmRepository, name: podinfo}}}}
            """);
        world.Run(120);
        Assert.Equal("True InstallSucceeded", world.Says("Ready"));
        Assert.Equal("True InstallSucceeded", world.Says("Ready", "base"));
    }

    [Fact]
    public void Drift_is_put_right_when_that_is_asked_for_and_the_rest_stays()
    {
        world.Install(spec: "driftDetection: {mode: enabled}");
        Assert.Equal("False NoDriftDetected", world.Says("Drifted"));
        world.Change(KubeResources.Deployments, "web", static item =>
        {
            item["spec"]!["replicas"] = 3;
            item["metadata"]!["labels"]!["mine"] = "stays";
        });
        world.Store.Delete(Kinds.Services, "tools", "web");
        world.Run(660);
        Assert.Equal(1, world.Get(KubeResources.Deployments, "web").Number("spec", "replicas"));
        Assert.Equal("stays", world.Get(KubeResources.Deployments, "web").Label("mine"));
        Assert.NotNull(world.Find(Kinds.Services, "web"));
        Assert.Contains(world.Events("DriftDetected"), static message => message.Contains("Deployment/tools/web changed (0 additions, 1 changes, 0 removals)", StringComparison.Ordinal) && message.Contains("Service/tools/web removed", StringComparison.Ordinal));
        Assert.Contains(world.Events("DriftCorrected"), static message => message.Contains("Deployment/tools/web configured", StringComparison.Ordinal));
        Assert.Equal(["v1 deployed install"], world.History());
    }

    [Theory]
    [InlineData("driftDetection: {mode: warn}", "True DriftDetected")]
    [InlineData("driftDetection: {mode: enabled, ignore: [{paths: [/spec/replicas], target: {kind: Deployment}}]}", "False NoDriftDetected")]
    [InlineData("", "")]
    public void Drift_stays_where_nobody_asks_for_its_correction(string spec, string said)
    {
        world.Install(spec: spec);
        world.Change(KubeResources.Deployments, "web", static item => item["spec"]!["replicas"] = 3);
        world.Run(660);
        Assert.Equal(3, world.Get(KubeResources.Deployments, "web").Number("spec", "replicas"));
        Assert.Equal(said, world.Says("Drifted"));
        Assert.Equal("True InstallSucceeded", world.Says("Ready"));
    }

    [Fact]
    public void A_deleted_release_is_uninstalled_with_its_chart_and_its_secrets()
    {
        world.Install();
        world.Store.Delete(FluxKinds.HelmReleases, "tools", "web");
        world.Run(90);
        Assert.Null(world.Find(FluxKinds.HelmReleases, "web"));
        Assert.Null(world.Find(KubeResources.Deployments, "web"));
        Assert.Null(world.Find(FluxKinds.HelmCharts, "tools-web"));
        Assert.Null(world.Stored(1));
    }

    [Fact]
    public void Values_come_from_Secrets_and_ConfigMaps_under_those_of_the_spec()
    {
        world.Install(spec: "valuesFrom: [{kind: ConfigMap, name: web-values}, {kind: Secret, name: more, optional: true}]", values: "{logLevel: warn}");
        Assert.Equal("False ValuesError", world.Says("Ready"));
        Assert.Equal("""could not resolve ConfigMap chart values reference 'tools/web-values' with key 'values.yaml': configmaps "web-values" not found""", world.Message("Ready"));
        world.Create(Kinds.ConfigMaps, """
            metadata: {name: web-values, namespace: tools}
            data: {values.yaml: "replicaCount: 2\nlogLevel: debug\n"}
            """);
        world.Run(300);
        Assert.Equal("""{"replicaCount":2,"logLevel":"warn"}""", world.Stored(1)!.Config.ToJsonString());
    }

    [Fact]
    public void What_the_server_refuses_is_said_in_its_words()
    {
        world.Install(values: "{replicaCount: many}", seconds: 30);
        Assert.Equal("False InstallFailed", world.Says("Ready"));
        Assert.Contains("Helm install failed for release tools/web with chart podinfo@6.9.3: ", world.Message("Ready"), StringComparison.Ordinal);
        Assert.Contains("replicas", world.Message("Ready"), StringComparison.Ordinal);
        Assert.Equal("failed", world.Stored(1)!.Status);
    }

    [Fact]
    public void A_release_whose_secret_was_changed_is_taken_over_by_an_upgrade()
    {
        world.Install();
        world.Change(Kinds.Secrets, "sh.helm.release.v1.web.v1", secret => secret["data"] = ReleaseStorage.Write(world.Stored(1)! with { Manifest = "" }, "tools", world.Store.Now)["data"]!.DeepClone());
        world.Run(700);
        Assert.Equal(["v2 deployed upgrade"], world.History());
    }

    [Fact]
    public void No_more_revisions_are_stored_than_were_asked_for()
    {
        world.Install(spec: "maxHistory: 2");
        for (var replicas = 2; replicas < 5; replicas++)
        {
            world.Values($$"""{"replicaCount":{{replicas}}}""");
            world.Run(60);
        }

        Assert.Null(world.Stored(1));
        Assert.Null(world.Stored(2));
        Assert.Equal(["v4 deployed upgrade", "v3 superseded upgrade"], world.History());
    }
}
