using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

public sealed class HelmReleaseTests : IDisposable
{
    private const string Broken = """{"image":{"tag":"unreleased"}}""";
    private const string Retries = "upgrade: {timeout: 1m, remediation: {retries: 2}}";

    private readonly HelmWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_new_release_is_installed_and_stored_as_Helm_does()
    {
        world.Install(values: "{replicaCount: 2}");
        Assert.Equal("True InstallSucceeded", world.Says("Ready"));
        Assert.Equal("Helm install succeeded for release tools/web.v1 with chart podinfo@6.9.3", world.Message("Released"));
        var release = world.Release();
        Assert.Equal(release.Generation(), release.Number("status", "observedGeneration"));
        Assert.Equal("tools/tools-web", release.Text("status", "helmChart"));
        Assert.Equal(["v1 deployed install"], world.History());
        Assert.Equal("finalizers.fluxcd.io", release["metadata"]!["finalizers"]![0]!.ToString());
        Assert.Equal("", world.Says("Reconciling"));

        var deployment = world.Get(KubeResources.Deployments, "web");
        Assert.Equal(2, deployment.Number("status", "readyReplicas"));
        Assert.Equal("web", deployment.Label("helm.toolkit.fluxcd.io/name"));
        Assert.Equal("Helm", deployment.Label("app.kubernetes.io/managed-by"));
        Assert.Equal("tools", deployment.Annotation("meta.helm.sh/release-namespace"));

        var secret = world.Get(Kinds.Secrets, "sh.helm.release.v1.web.v1");
        Assert.Equal("helm.sh/release.v1", secret.Text("type"));
        Assert.Equal(("helm", "deployed", "1", "web"), (secret.Label("owner"), secret.Label("status"), secret.Label("version"), secret.Label("name")));
        var stored = world.Stored(1)!;
        Assert.Equal("Install complete", stored.Description);
        Assert.Equal("""{"replicaCount":2}""", stored.Config.ToJsonString());
        Assert.Contains("kind: Deployment", stored.Manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_values_upgrade_the_release_and_the_old_one_is_superseded()
    {
        world.Install();
        world.Values("""{"replicaCount":2}""");
        world.Run(60);
        Assert.Equal("Helm upgrade succeeded for release tools/web.v2 with chart podinfo@6.9.3", world.Message("Ready"));
        Assert.Equal(["v2 deployed upgrade", "v1 superseded install"], world.History());
        Assert.Equal("superseded", world.Stored(1)!.Status);
        Assert.Equal(2, world.Get(KubeResources.Deployments, "web").Number("status", "readyReplicas"));
        Assert.Equal("6.9.3", world.Release().Text("status", "lastAttemptedRevision"));
    }

    [Fact]
    public void A_newer_chart_in_the_range_is_taken_when_the_repository_is_looked_at()
    {
        world.Install("6.x");
        var old = world.Podinfo.Find("podinfo", "6.9.3")!;
        var metadata = (JsonObject)old.Metadata.DeepClone();
        metadata["version"] = "6.9.4";
        metadata["appVersion"] = "6.9.4";
        world.Podinfo.Publish(UpstreamPackage.OfChart(metadata, new JsonObject { ["replicaCount"] = 1 }, [(JsonObject)old.Files["podinfo/templates/service-release.yaml"].Manifests[0].DeepClone()], world.Store.Now));
        world.Run(1800);
        Assert.Equal("podinfo@6.9.3", world.Stored(1)!.ChartName);
        Assert.Null(world.Stored(2));
        world.Run(1900);
        Assert.Equal("6.9.4", world.Get(FluxKinds.HelmCharts, "tools-web").Text("status", "artifact", "revision"));
        // The new chart's service asks for a value that it does not have any more.
        Assert.Equal("False UpgradeFailed", world.Says("Ready"));
        Assert.Contains("nil pointer evaluating", world.Message("Ready"), StringComparison.Ordinal);
        Assert.NotNull(world.Find(KubeResources.Deployments, "web"));
    }

    [Fact]
    public void Without_retries_a_failed_upgrade_stays_as_it_is()
    {
        world.Install(spec: "timeout: 1m");
        world.Values(Broken);
        world.Run(30);
        Assert.Equal("Unknown Progressing", world.Says("Ready"));
        Assert.Equal("Running 'upgrade' action with timeout of 1m0s", world.Message("Reconciling"));
        world.Run(60);
        Assert.Equal("False UpgradeFailed", world.Says("Ready"));
        Assert.Equal("Helm upgrade failed for release tools/web with chart podinfo@6.9.3: context deadline exceeded", world.Message("Ready"));
        Assert.Equal("True RetriesExceeded", world.Says("Stalled"));
        Assert.Equal("Failed to upgrade after 1 attempt(s)", world.Message("Stalled"));
        Assert.Equal(["v2 failed upgrade", "v1 deployed install"], world.History());
        Assert.Equal(1, world.Release().Number("status", "upgradeFailures"));
        Assert.Contains(world.Events("UpgradeFailed"), static message => message.Contains("Last Helm logs", StringComparison.Ordinal) && message.Contains("Deployment is not ready: tools/web. 0 out of 1 expected pods are ready", StringComparison.Ordinal));
        world.Run(3600);
        Assert.Equal(["v2 failed upgrade", "v1 deployed install"], world.History());
    }

    [Fact]
    public void With_retries_each_failed_upgrade_is_rolled_back_until_none_is_left()
    {
        world.Install(spec: Retries);
        world.Values(Broken);
        world.Run(80);
        Assert.StartsWith("Helm rollback to previous release tools/web.v1 with chart podinfo@6.9.3 succeeded", world.Message("Remediated"), StringComparison.Ordinal);
        world.Run(400);
        Assert.Equal("True RetriesExceeded", world.Says("Stalled"));
        Assert.Equal("Failed to upgrade after 3 attempt(s)", world.Message("Stalled"));
        Assert.Equal("False RollbackSucceeded", world.Says("Ready"));
        Assert.Equal(3, world.Release().Number("status", "upgradeFailures"));
        Assert.Equal("v7 deployed rollback", world.History().First());
        Assert.Equal("ghcr.io/stefanprodan/podinfo:6.9.3", world.Get(KubeResources.Deployments, "web")["spec"]!["template"]!["spec"]!["containers"]![0]!.Text("image"));
        Assert.Equal(3, world.Events("RollbackSucceeded").Count());
        world.Run(7200);
        Assert.Equal("v7 deployed rollback", world.History().First());
    }

    [Fact]
    public void A_reconciliation_does_not_cure_exhausted_retries_but_a_reset_lets_it_try_again()
    {
        world.Install(spec: Retries);
        world.Values(Broken);
        world.Run(500);
        world.Ask("one");
        world.Run(30);
        Assert.Equal("one", world.Release().Text("status", "lastHandledReconcileAt"));
        Assert.Equal("True RetriesExceeded", world.Says("Stalled"));
        Assert.Equal(3, world.Release().Number("status", "upgradeFailures"));

        world.Ask("two", "resetAt");
        world.Run(80);
        Assert.Equal("two", world.Release().Text("status", "lastHandledResetAt"));
        Assert.Equal(1, world.Release().Number("status", "upgradeFailures"));
        world.Run(500);
        Assert.Equal("Failed to upgrade after 3 attempt(s)", world.Message("Stalled"));
    }

    [Fact]
    public void Good_values_cure_exhausted_retries()
    {
        world.Install(spec: Retries);
        world.Values(Broken);
        world.Run(500);
        world.Values("""{"replicaCount":2}""");
        world.Run(60);
        Assert.Equal("True UpgradeSucceeded", world.Says("Ready"));
        Assert.Equal("", world.Says("Stalled"));
        Assert.Equal("", world.Says("Remediated"));
        Assert.Null(world.Release()["status"]!["upgradeFailures"]);
        Assert.Equal(2, world.Get(KubeResources.Deployments, "web").Number("status", "readyReplicas"));
    }

    [Fact]
    public void A_force_upgrades_once_what_is_in_sync()
    {
        world.Install();
        world.Ask("one", "forceAt");
        world.Run(60);
        Assert.Equal("one", world.Release().Text("status", "lastHandledForceAt"));
        Assert.Equal(["v2 deployed upgrade", "v1 superseded install"], world.History());
        world.Ask("two");
        world.Run(60);
        Assert.Equal("v2 deployed upgrade", world.History().First());
        Assert.Equal("two", world.Release().Text("status", "lastHandledReconcileAt"));
    }

    [Fact]
    public void A_token_of_another_request_forces_nothing()
    {
        world.Install();
        world.Change(static item =>
        {
            item.Child("metadata").Child("annotations")["reconcile.fluxcd.io/requestedAt"] = "one";
            item.Child("metadata").Child("annotations")["reconcile.fluxcd.io/forceAt"] = "other";
        });
        world.Run(60);
        Assert.Equal(["v1 deployed install"], world.History());
    }

    [Fact]
    public void A_failed_install_is_uninstalled_and_tried_again()
    {
        world.Install(spec: "install: {timeout: 1m, remediation: {retries: 1}}", values: Broken, seconds: 80);
        Assert.StartsWith("Helm uninstall remediation for release tools/web.v1 with chart podinfo@6.9.3 succeeded", world.Message("Remediated"), StringComparison.Ordinal);
        world.Run(200);
        Assert.Equal("Failed to install after 2 attempt(s)", world.Message("Stalled"));
        Assert.Equal("False InstallFailed", world.Says("Ready"));
        // The last failure is left for people to look at, unless they ask for its remediation.
        Assert.Equal("failed", world.Stored(1)!.Status);
        Assert.NotNull(world.Find(KubeResources.Deployments, "web"));
        world.Values("{}");
        world.Run(60);
        Assert.Equal("True UpgradeSucceeded", world.Says("Ready"));
    }

    [Fact]
    public void A_strategy_of_retries_upgrades_a_failed_release_again_after_its_interval()
    {
        world.Install(spec: "upgrade: {timeout: 1m, strategy: {name: RetryOnFailure, retryInterval: 3m}}");
        world.Values(Broken);
        world.Run(90);
        Assert.Equal("retrying after 3m0s", world.Message("Reconciling"));
        Assert.Equal("", world.Says("Stalled"));
        world.Run(250);
        Assert.Equal("v3 failed upgrade", world.History().First());
        world.Values("{}");
        world.Run(60);
        Assert.Equal("True UpgradeSucceeded", world.Says("Ready"));
        Assert.Null(world.Release()["status"]!["failures"]);
    }

    [Fact]
    public void A_release_that_others_locked_is_unlocked_and_upgraded()
    {
        world.Install();
        world.Values("""{"replicaCount":2}""");
        world.Run(3);
        Assert.Equal("pending-upgrade", world.Stored(2)!.Status);
        world.Store.Update(KubeResources.Deployments, "flux-system", "helm-controller", static item => item["spec"]!["replicas"] = 0);
        world.Run(60);
        Assert.Equal("pending-upgrade", world.Stored(2)!.Status);
        Assert.Equal("Unknown Progressing", world.Says("Ready"));
        world.Store.Update(KubeResources.Deployments, "flux-system", "helm-controller", static item => item["spec"]!["replicas"] = 1);
        world.Run(90);
        Assert.Contains(world.Events("PendingRelease"), static message => message == "Unlocked Helm release tools/web.v2 with chart podinfo@6.9.3 in pending-upgrade state");
        Assert.Equal("True UpgradeSucceeded", world.Says("Ready"));
        Assert.Equal("failed", world.Stored(2)!.Status);
    }
}
