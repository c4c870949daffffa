using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Api;

namespace K8sOps.Sandbox.Tests.Scenarios.Flux;

/// <summary>A world in which a scenario of Flux was started, and what an operator's client does there.</summary>
internal sealed class FluxOfWorld : IDisposable
{
    public const string Kustomizations = "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations";
    public const string Repositories = "/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories";
    private readonly string _scenario;
    private int _token;

    private FluxOfWorld(string scenario, string world)
    {
        _scenario = scenario;
        Api = new ApiOfWorld(world: world);
    }

    public ApiOfWorld Api { get; }

    /// <summary>Starts it, in a fresh world.</summary>
    public static async Task<FluxOfWorld> Break(string scenario, string world = "sandbox-infra")
    {
        var broken = new FluxOfWorld(scenario, world);
        var (code, body) = await broken.Api.Patch(Path(scenario), """{"spec":{"active":true}}""");
        Assert.True(code == 200, body.ToJsonString());
        Assert.Equal("Active", await broken.Phase());
        return broken;
    }

    public void Dispose() => Api.Dispose();

    /// <summary>Half an hour goes by, and nothing cures it.</summary>
    public async Task StaysBroken()
    {
        Api.World.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("Active", await Phase());
    }

    public async Task IsBroken() => Assert.Equal("Active", await Phase());

    public async Task IsCured() => Assert.Equal("Cured", await Phase());

    /// <summary>Changes an object as a client under some name.</summary>
    public async Task Patch(string path, string patch, string manager = "k8sops", int seconds = 0)
    {
        var (code, body) = await Api.Patch($"{path}?fieldManager={manager}", patch);
        Assert.True(code == 200, body.ToJsonString());
        Api.World.Advance(TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Applies a part of an object as a client under some name.</summary>
    public async Task Apply(string path, string part, string manager)
    {
        var (code, body) = await Api.Patch($"{path}?fieldManager={manager}&force=true", part, "application/apply-patch+yaml");
        Assert.True(code == 200, body.ToJsonString());
    }

    /// <summary>Asks for a reconciliation under a token of our own, and gives it time.</summary>
    /// <param name="path">The object.</param>
    /// <param name="also">Another annotation that gets the same token.</param>
    /// <param name="seconds">How much time.</param>
    public async Task<string> Sync(string path, string? also = null, int seconds = 60)
    {
        var token = $"2026-01-15T04:00:00.{++_token:000000000}Z";
        var more = also is null ? "" : $",\"reconcile.fluxcd.io/{also}\":\"{token}\"";
        await Patch(path, $$"""{"metadata":{"annotations":{"reconcile.fluxcd.io/requestedAt":"{{token}}"{{more}}} } }""", seconds: seconds);
        return token;
    }

    public Task<JsonObject> App(string name) => Api.Get($"{Kustomizations}/{name}");

    public async Task<(string? Status, string? Reason, string? Message)> Ready(string path)
    {
        var condition = (await Api.Get(path)).Condition("Ready");
        return (condition.Text("status"), condition.Text("reason"), condition.Text("message"));
    }

    private async Task<string?> Phase() => (await Api.Get(Path(_scenario))).Text("status", "phase");

    private static string Path(string scenario) => $"/apis/sandbox.k8sops.io/v1/scenarios/{scenario}";
}
