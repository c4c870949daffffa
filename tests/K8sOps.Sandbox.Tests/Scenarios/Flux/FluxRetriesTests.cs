using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Tests.Scenarios.Flux;

public sealed class FluxRetriesTests
{
    private static string Path(string ns, string release) => $"/apis/helm.toolkit.fluxcd.io/v2/namespaces/{ns}/helmreleases/{release}";

    [Theory]
    [InlineData("sandbox-infra", "observability", "grafana", "resetAt")]
    [InlineData("sandbox-apps", "kube-system", "metrics-server", "resetAt")]
    [InlineData("sandbox-apps", "kube-system", "metrics-server", "forceAt")]
    public async Task Exhausted_retries_are_cured_by_a_reset_or_by_force_and_not_by_a_sync(string name, string ns, string release, string cure)
    {
        var path = Path(ns, release);
        using var world = await FluxOfWorld.Break("flux-retries-exhausted", name);
        var item = await world.Api.Get(path);
        Assert.Equal(("True", "RetriesExceeded"), (item.Condition("Stalled").Text("status"), item.Condition("Stalled").Text("reason")));
        Assert.Equal("False", (await world.Ready(path)).Status);
        Assert.Equal(4, item.Number("status", "upgradeFailures"));
        // Rolled back to what was there, which works; and what was missing is there by now.
        Assert.Equal("True", world.Api.World.Store.Get(KubeResources.Deployments, ns, release).Condition("Available").Text("status"));
        Assert.NotNull(world.Api.World.Store.Get(Kinds.ConfigMaps, ns, $"{release}-extra"));

        await world.StaysBroken();
        await world.Sync(path, seconds: 600);
        await world.IsBroken();
        Assert.Equal("True", (await world.Api.Get(path)).Condition("Stalled").Text("status"));

        var token = await world.Sync(path, cure, seconds: 300);
        await world.IsCured();
        item = await world.Api.Get(path);
        Assert.Equal(token, item.Text("status", cure == "resetAt" ? "lastHandledResetAt" : "lastHandledForceAt"));
        Assert.Equal(("True", "UpgradeSucceeded"), (item.Condition("Ready").Text("status"), item.Condition("Ready").Text("reason")));
        Assert.Null(item.Condition("Stalled"));
    }
}
