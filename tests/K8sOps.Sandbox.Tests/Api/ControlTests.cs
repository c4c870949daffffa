namespace K8sOps.Sandbox.Tests.Api;

public sealed class ControlTests : IDisposable
{
    private const string Clock = "/apis/sandbox.k8sops.io/v1/clocks/world";
    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task The_clock_is_stepped_once_for_each_token()
    {
        Assert.Equal("2026-01-15T03:00:00Z", (string?)(await _api.Get(Clock))["status"]!["now"]);
        await _api.Patch(Clock, """{"spec":{"advance":"1h30m","token":"a"}}""");
        Assert.Equal("2026-01-15T04:30:00Z", (string?)(await _api.Get(Clock))["status"]!["now"]);
        await _api.Patch(Clock, """{"spec":{"advance":"10m","token":"a"}}""");
        Assert.Equal("2026-01-15T04:30:00Z", (string?)(await _api.Get(Clock))["status"]!["now"]);
        await _api.Patch(Clock, """{"spec":{"token":"b"}}""");
        Assert.Equal("2026-01-15T04:40:00Z", (string?)(await _api.Get(Clock))["status"]!["now"]);
        Assert.Equal("Held", (string?)(await _api.Get(Clock))["status"]!["mode"]);
    }

    [Fact]
    public async Task An_advance_that_is_no_duration_is_refused() =>
        Assert.Equal(400, (await _api.Patch(Clock, """{"spec":{"advance":"soon","token":"x"}}""")).Code);

    [Fact]
    public async Task A_patch_resets_the_world()
    {
        await _api.Map("mine");
        Assert.Equal(200, (await _api.Patch(Clock, """{"spec":{"reset":"now"}}""")).Code);
        Assert.Equal(404, (await _api.Send("GET", "/api/v1/namespaces/default/configmaps/mine")).Code);
        Assert.Equal(200, (await _api.Send("GET", Clock)).Code);
    }
}
