using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Tests.Scenarios.Flux;

/// <summary>Each scenario of Flux breaks, stays broken without its cure, and is cured by it, with what any client can write.</summary>
public sealed class FluxScenarioTests
{
    private const string Apps = FluxOfWorld.Kustomizations;
    private const string Source = FluxOfWorld.Repositories + "/flux-system";

    private static async Task<string?> Revision(FluxOfWorld world) => (await world.Api.Get(Source)).Text("status", "artifact", "revision");

    [Theory]
    [InlineData("sandbox-infra", "homepage")]
    [InlineData("sandbox-apps", "shop")]
    public async Task A_refused_revision_that_was_reverted_is_cured_by_a_sync_of_the_source_and_not_by_one_of_the_app(string name, string app)
    {
        using var world = await FluxOfWorld.Break("flux-bad-revision", name);
        var (status, reason, message) = await world.Ready($"{Apps}/{app}");
        Assert.Equal(("False", "ReconciliationFailed"), (status, reason));
        Assert.Contains("field is immutable", message, StringComparison.Ordinal);
        var bad = await Revision(world);
        Assert.Equal(bad, (await world.App(app)).Text("status", "lastAttemptedRevision"));
        Assert.NotEqual(bad, (await world.App(app)).Text("status", "lastAppliedRevision"));

        await world.StaysBroken();
        await world.Sync($"{Apps}/{app}");
        await world.IsBroken();
        Assert.Equal("ReconciliationFailed", (await world.Ready($"{Apps}/{app}")).Reason);

        await world.Sync(Source);
        await world.Sync($"{Apps}/{app}");
        await world.IsCured();
        Assert.NotEqual(bad, await Revision(world));
        Assert.Equal(("True", "ReconciliationSucceeded", $"Applied revision: {await Revision(world)}"), await world.Ready($"{Apps}/{app}"));
    }

    [Theory]
    [InlineData("sandbox-infra", "vaultwarden")]
    [InlineData("sandbox-apps", "shop")]
    public async Task A_forgotten_suspension_is_cured_by_a_resume_and_not_by_a_sync(string name, string app)
    {
        using var world = await FluxOfWorld.Break("flux-suspended", name);
        var item = await world.App(app);
        var entry = Assert.Single(item.Objects("metadata", "managedFields"), static manager => manager.Text("manager") == "flux");
        Assert.Equal(world.Api.World.Clock.GetUtcNow().AddDays(-23).Date, entry.Time("time")!.Value.Date);
        Assert.NotEqual(await Revision(world), item.Text("status", "lastAppliedRevision"));
        Assert.Equal("True", (await world.Ready($"{Apps}/{app}")).Status);

        await world.StaysBroken();
        await world.Sync($"{Apps}/{app}");
        await world.IsBroken();
        Assert.NotEqual(await Revision(world), (await world.App(app)).Text("status", "lastAppliedRevision"));

        await world.Patch($"{Apps}/{app}", """{"spec":{"suspend":false}}""", seconds: 120);
        await world.IsCured();
        Assert.Equal(await Revision(world), (await world.App(app)).Text("status", "lastAppliedRevision"));
    }

    [Theory]
    [InlineData("sandbox-infra", "mealie", "cluster-apps")]
    [InlineData("sandbox-apps", "shop", "flux-system")]
    public async Task A_suspension_by_kubectl_is_dropped_by_the_parent_and_holds_under_another_manager(string name, string app, string parent)
    {
        using var world = await FluxOfWorld.Break("flux-kubectl-suspend", name);
        await world.StaysBroken();
        await world.Patch($"{Apps}/{app}", """{"spec":{"suspend":true}}""", "kubectl-edit", seconds: 5);
        await world.IsBroken();

        // Owned together with kubectl at first: the parent takes it from kubectl only.
        await world.Apply($"{Apps}/{app}", """{"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization","spec":{"suspend":true}}""", "k8sops-suspend");
        await world.IsCured();
        await world.Sync($"{Apps}/{parent}");
        Assert.True((await world.App(app)).Flag("spec", "suspend"));
    }

    [Fact]
    public async Task What_kubectl_suspended_is_resumed_by_its_parent()
    {
        using var world = await FluxOfWorld.Break("flux-kubectl-suspend");
        await world.Sync($"{Apps}/cluster-apps");
        Assert.False((await world.App("mealie")).Flag("spec", "suspend"));
    }

    [Theory]
    [InlineData("sandbox-infra")]
    [InlineData("sandbox-apps")]
    public async Task A_suspension_by_kubectl_is_over_when_it_is_given_up(string name)
    {
        using var world = await FluxOfWorld.Break("flux-kubectl-suspend", name);
        await world.Patch($"{Apps}/{(name == "sandbox-infra" ? "mealie" : "shop")}", """{"spec":{"suspend":false}}""", seconds: 5);
        await world.IsCured();
    }

    [Theory]
    [InlineData("sandbox-infra", "podinfo")]
    [InlineData("sandbox-apps", "shop")]
    public async Task A_controller_that_is_down_is_cured_by_scaling_it_up_and_then_catches_up(string name, string app)
    {
        using var world = await FluxOfWorld.Break("flux-controller-down", name);
        Assert.NotEqual(await Revision(world), (await world.App(app)).Text("status", "lastAppliedRevision"));
        Assert.Equal("True", (await world.Ready($"{Apps}/{app}")).Status);

        await world.StaysBroken();
        var token = await world.Sync($"{Apps}/{app}", seconds: 300);
        await world.IsBroken();
        Assert.NotEqual(token, (await world.App(app)).Text("status", "lastHandledReconcileAt"));

        await world.Patch("/apis/apps/v1/namespaces/flux-system/deployments/kustomize-controller/scale", """{"spec":{"replicas":1}}""", seconds: 300);
        await world.IsCured();
        Assert.Equal(token, (await world.App(app)).Text("status", "lastHandledReconcileAt"));
        Assert.Equal(await Revision(world), (await world.App(app)).Text("status", "lastAppliedRevision"));
        Assert.All(world.Api.World.Store.List(KubeResources.Deployments, "flux-system"), static deployment => Assert.Equal(1, deployment.Number("spec", "replicas")));
    }

    [Fact]
    public async Task A_dependency_loop_is_cured_by_a_sync_of_the_parent_and_not_by_one_of_its_apps()
    {
        using var world = await FluxOfWorld.Break("flux-dependency-loop");
        foreach (var app in (string[])["sonarr", "radarr"])
        {
            var (status, reason, message) = await world.Ready($"{Apps}/{app}");
            Assert.Equal(("False", "DependencyNotReady"), (status, reason));
            Assert.EndsWith("is not ready", message, StringComparison.Ordinal);
        }

        await world.StaysBroken();
        await world.Sync($"{Apps}/sonarr");
        await world.Sync($"{Apps}/radarr");
        await world.IsBroken();
        Assert.Equal("DependencyNotReady", (await world.Ready($"{Apps}/sonarr")).Reason);

        await world.Sync($"{Apps}/cluster-apps", seconds: 120);
        await world.IsCured();
        Assert.Equal("True", (await world.Ready($"{Apps}/sonarr")).Status);
        Assert.Equal("True", (await world.Ready($"{Apps}/radarr")).Status);
        Assert.Equal(["prowlarr"], (await world.App("radarr")).Objects("spec", "dependsOn").Select(static item => item.Text("name")));
    }

    [Fact]
    public async Task A_dependency_loop_is_cured_by_breaking_it_by_hand()
    {
        using var world = await FluxOfWorld.Break("flux-dependency-loop");
        await world.Patch($"{Apps}/radarr", """{"spec":{"dependsOn":[{"name":"prowlarr"}]}}""", seconds: 180);
        await world.IsCured();
        Assert.Equal("True", (await world.Ready($"{Apps}/sonarr")).Status);
    }

    [Theory]
    [InlineData("sandbox-infra", "podinfo")]
    [InlineData("sandbox-apps", "shop")]
    public async Task A_source_whose_key_expired_is_cured_by_the_new_one_and_not_by_a_sync(string name, string app)
    {
        const string secret = "/api/v1/namespaces/flux-system/secrets/flux-system";
        using var world = await FluxOfWorld.Break("flux-source-unreachable", name);
        var (status, reason, message) = await world.Ready(Source);
        Assert.Equal(("False", "GitOperationFailed"), (status, reason));
        Assert.EndsWith("ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain", message, StringComparison.Ordinal);
        Assert.NotNull(await Revision(world));
        Assert.Equal("True", (await world.Ready($"{Apps}/{app}")).Status);

        await world.StaysBroken();
        await world.Sync(Source);
        await world.Patch(secret, """{"data":{"identity":"d3Jvbmc="}}""");
        await world.Sync(Source);
        await world.IsBroken();
        Assert.Equal("False", (await world.Ready(Source)).Status);

        var cure = (await world.Api.Get("/apis/sandbox.k8sops.io/v1/scenarios/flux-source-unreachable")).Text("spec", "cure")!;
        await world.Patch(secret, $$"""{"data":{"identity":"{{Convert.ToBase64String("sandbox-not-a-key-either"u8)}}"} }""");
        Assert.Contains(Convert.ToBase64String("sandbox-not-a-key-either"u8), cure, StringComparison.Ordinal);
        await world.IsCured();
        await world.Sync(Source);
        Assert.Equal("True", (await world.Ready(Source)).Status);
    }
}
