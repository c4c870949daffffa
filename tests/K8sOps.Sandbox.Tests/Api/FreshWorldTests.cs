namespace K8sOps.Sandbox.Tests.Api;

public sealed class FreshWorldTests
{
    [Fact]
    public async Task Two_fresh_worlds_are_the_same_byte_for_byte()
    {
        using var one = new ApiOfWorld();
        using var other = new ApiOfWorld();
        foreach (var path in (string[])["/api/v1/pods", "/api/v1/nodes", "/api/v1/events", "/apis/apps/v1/deployments", "/apis/sandbox.k8sops.io/v1/scenarios"])
        {
            Assert.Equal(await one.Text("GET", path), await other.Text("GET", path));
        }
    }

    [Fact]
    public async Task A_reset_world_is_as_it_was_when_it_was_fresh()
    {
        using var api = new ApiOfWorld();
        var before = await api.Text("GET", "/api/v1/pods");
        await api.Map("mine");
        api.World.Advance(TimeSpan.FromHours(3));
        api.World.Reset();
        Assert.Equal(before, await api.Text("GET", "/api/v1/pods"));
        Assert.Equal(404, (await api.Text("GET", "/api/v1/namespaces/default/configmaps/mine")).Code);
        Assert.Equal(new SandboxOptions().Start, api.World.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_world_that_a_client_resets_is_as_it_was_when_it_was_fresh()
    {
        using var api = new ApiOfWorld();
        var before = await api.Text("GET", "/api/v1/pods");
        api.World.Advance(TimeSpan.FromHours(3));
        Assert.Equal(200, (await api.Patch("/apis/sandbox.k8sops.io/v1/clocks/world", """{"spec":{"reset":"now"}}""")).Code);
        Assert.Equal(before, await api.Text("GET", "/api/v1/pods"));
    }

    [Fact]
    public async Task Extra_pods_are_about_8_KB_and_all_listed()
    {
        using var none = new ApiOfWorld();
        var own = ApiOfWorld.Names(await none.Get("/api/v1/pods")).Length;
        using var api = new ApiOfWorld(extraPods: 300);
        var (_, text) = await api.Text("GET", "/api/v1/namespaces/load/pods");
        Assert.InRange(text.Length / 300, 7000, 10500);
        Assert.Equal(own + 300, ApiOfWorld.Names(await api.Get("/api/v1/pods")).Length);
    }

    [Fact]
    public void A_world_that_does_not_exist_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(static () => SandboxWorld.Create("sandbox-moon"));
        Assert.Contains("sandbox-infra", error.Message, StringComparison.Ordinal);
    }
}
