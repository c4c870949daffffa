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

    [Theory]
    [InlineData("\"99999999999999d\"")]
    [InlineData("7")]
    [InlineData("{}")]
    public async Task What_the_clock_cannot_read_is_refused_before_it_is_stored_also_in_a_dry_run(string advance)
    {
        foreach (var query in (string[])["", "?dryRun=All"])
        {
            var (code, _) = await _api.Patch(Clock + query, """{"spec":{"advance":ADVANCE,"token":"x"}}""".Replace("ADVANCE", advance, StringComparison.Ordinal));
            Assert.InRange(code, 400, 422);
        }

        Assert.Null((await _api.Get(Clock))["spec"]!["advance"]);
    }

    [Fact]
    public async Task After_a_reset_scenarios_are_inactive()
    {
        const string Scenario = "/apis/sandbox.k8sops.io/v1/scenarios/node-not-ready";
        await _api.Patch(Scenario, """{"spec":{"active":true}}""");
        Assert.Equal("Active", (string?)(await _api.Get(Scenario))["status"]!["phase"]);
        await _api.Patch(Clock, """{"spec":{"reset":"now"}}""");
        Assert.Equal("Inactive", (string?)(await _api.Get(Scenario))["status"]!["phase"]);
    }

    [Theory]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":5}}""")]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps", """{"apiVersion":5,"metadata":{"name":"m"}}""")]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":[]}""")]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"m","labels":{"a":1}}}""")]
    [InlineData("DELETE", "/api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt", """{"propagationPolicy":5}""")]
    [InlineData("DELETE", "/api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt", """{"preconditions":{"uid":5}}""")]
    [InlineData("PATCH", "/api/v1/namespaces/kube-system/configmaps/kube-root-ca.crt", """{"metadata":{"finalizers":7}}""")]
    [InlineData("PATCH", "/api/v1/namespaces/kube-system", """{"spec":"x"}""")]
    [InlineData("POST", "/api/v1/namespaces/kube-system/pods/x/eviction", """{"kind":5}""")]
    public async Task A_value_of_the_wrong_type_is_refused_and_never_a_crash(string method, string path, string body)
    {
        var (code, status) = await _api.Send(method, path, body, type: method == "PATCH" ? "application/merge-patch+json" : null);
        Assert.InRange(code, 400, 422);
        Assert.Equal("Failure", (string?)status["status"]);
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

    [Fact]
    public async Task A_crash_loop_started_by_a_patch_is_cured_by_the_key_put_back()
    {
        const string Scenario = "/apis/sandbox.k8sops.io/v1/scenarios/crash-loop";
        Assert.Equal(200, (await _api.Patch(Scenario, """{"spec":{"active":true}}""")).Code);
        Assert.Equal("Active", (string?)(await _api.Get(Scenario))["status"]!["phase"]);
        Assert.Contains("CrashLoopBackOff", (await _api.Text("GET", "/api/v1/namespaces/selfhosted/pods")).Body, StringComparison.Ordinal);
        await _api.Patch("/api/v1/namespaces/selfhosted/configmaps/paperless-config", """{"data":{"PAPERLESS_DBHOST":"postgres-rw.databases.svc.cluster.local"}}""");
        await _api.Patch(Clock, """{"spec":{"advance":"6m","token":"cure"}}""");
        Assert.Equal("Cured", (string?)(await _api.Get(Scenario))["status"]!["phase"]);
        Assert.DoesNotContain("CrashLoopBackOff", (await _api.Text("GET", "/api/v1/namespaces/selfhosted/pods")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_node_set_inactive_has_its_kubelet_restarted()
    {
        const string Scenario = "/apis/sandbox.k8sops.io/v1/scenarios/node-not-ready";
        await _api.Patch(Scenario, """{"spec":{"active":true}}""");
        Assert.Equal("Unknown", await Ready());
        await _api.Patch(Scenario, """{"spec":{"active":false}}""");
        await _api.Patch(Clock, """{"spec":{"advance":"2m","token":"restarted"}}""");
        Assert.Equal("True", await Ready());
    }

    private async Task<string?> Ready() => (string?)(await _api.Get("/api/v1/nodes/infra-wk-03"))["status"]!["conditions"]!.AsArray()
        .Single(static item => (string?)item!["type"] == "Ready")!["status"];
}
