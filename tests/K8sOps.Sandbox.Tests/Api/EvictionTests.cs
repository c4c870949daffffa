using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api;

public sealed class EvictionTests : IDisposable
{
    private const string Budgets = "/apis/policy/v1/namespaces/selfhosted/poddisruptionbudgets";
    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task A_budget_that_allows_nothing_refuses_and_says_why()
    {
        var pod = await Pod();
        await Budget("b", pod, "\"minAvailable\":9");
        var (code, status) = await Evict(pod);
        Assert.Equal((429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget."), (code, (string?)status["reason"], (string?)status["message"]));
        Assert.Equal("DisruptionBudget", (string?)status["details"]!["causes"]![0]!["reason"]);
        Assert.Matches("^The disruption budget b needs 9 healthy pods and has \\d+ currently$", (string?)status["details"]!["causes"]![0]!["message"]);
        Assert.Equal(200, (await _api.Send("GET", Path(pod))).Code);
    }

    [Fact]
    public async Task What_the_budget_allows_is_spent()
    {
        var pod = await Pod();
        await Budget("b", pod, "\"minAvailable\":0");
        Assert.Equal(201, (await Evict(pod, """{"deleteOptions":{"dryRun":["All"]}}""")).Code);
        Assert.Null((await _api.Get(Path(pod)))["metadata"]!["deletionTimestamp"]);
        var (code, status) = await Evict(pod);
        Assert.Equal((201, "Success"), (code, (string?)status["status"]));
        Assert.NotNull((await _api.Get(Path(pod)))["metadata"]!["deletionTimestamp"]);
    }

    [Fact]
    public async Task A_budget_that_nobody_has_counted_yet_is_tried_again_later()
    {
        var pod = await Pod();
        await Budget("b", pod, "\"minAvailable\":0");
        _api.World.Store.UpdateStatus(_api.World.Store.Kinds.Find("policy", "v1", "poddisruptionbudgets")!.Resource, "selfhosted", "b", static item => item["status"]!["observedGeneration"] = 0);
        await using var response = await _api.Open("POST", Path(pod) + "/eviction", "{}");
        Assert.Equal(429, response.StatusCode);
        Assert.Equal(["10"], response.Headers["Retry-After"]);
    }

    [Fact]
    public async Task Two_budgets_are_more_than_the_server_can_do()
    {
        var pod = await Pod();
        await Budget("a", pod, "\"minAvailable\":0");
        await Budget("b", pod, "\"minAvailable\":0", expression: true);
        var (code, status) = await Evict(pod);
        Assert.Equal((500, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."), (code, (string?)status["message"]));
    }

    [Fact]
    public async Task Expressions_select_too()
    {
        var pod = await Pod();
        await Budget("b", pod, "\"minAvailable\":9", expression: true);
        Assert.Equal(429, (await Evict(pod)).Code);
    }

    [Fact]
    public async Task Only_the_very_pod_is_evicted()
    {
        var pod = await Pod();
        var (code, status) = await Evict(pod, """{"deleteOptions":{"preconditions":{"uid":"other"}}}""");
        Assert.Equal(409, code);
        Assert.Contains("Precondition failed: UID in precondition: other", (string?)status["message"], StringComparison.Ordinal);
        Assert.Equal(404, (await _api.Send("POST", "/api/v1/namespaces/selfhosted/pods/none/eviction", "{}")).Code);
        Assert.Equal(400, (await Evict(pod, """{"kind":"Pod"}""")).Code);
    }

    [Theory]
    [InlineData("IfHealthyBudget", "\"minAvailable\":9", 429)]
    [InlineData("IfHealthyBudget", "\"minAvailable\":1", 201)]
    [InlineData("AlwaysAllow", "\"minAvailable\":9", 201)]
    public async Task A_pod_that_is_not_ready_goes_by_the_policy(string policy, string budget, int expected)
    {
        var pods = (await _api.Get("/api/v1/namespaces/selfhosted/pods?labelSelector=app.kubernetes.io/name%3Dpodinfo"))["items"]!.AsArray();
        Assert.True(pods.Count > 1, "the world has too few pods of podinfo for this test");
        var pod = pods[0]!.AsObject();
        await Budget("b", pod, $"{budget},\"unhealthyPodEvictionPolicy\":\"{policy}\"");
        _api.World.Store.UpdateStatus(Kubernetes.KubeResources.Pods, "selfhosted", (string)pod["metadata"]!["name"]!, static item =>
        {
            foreach (var condition in item["status"]!["conditions"]!.AsArray().Where(static c => (string?)c!["type"] == "Ready")) condition!["status"] = "False";
        });
        Assert.Equal(expected, (await Evict(pod)).Code);
    }

    [Fact]
    public async Task A_pod_that_has_ended_is_nobodys_loss()
    {
        var pod = await Pod();
        await Budget("b", pod, "\"minAvailable\":9");
        _api.World.Store.UpdateStatus(Kubernetes.KubeResources.Pods, "selfhosted", (string)pod["metadata"]!["name"]!, static item => item["status"]!["phase"] = "Succeeded");
        Assert.Equal(201, (await Evict(pod)).Code);
    }

    private static string Path(JsonObject pod) => $"/api/v1/namespaces/selfhosted/pods/{pod["metadata"]!["name"]}";

    private async Task<JsonObject> Pod() => (await _api.Get("/api/v1/namespaces/selfhosted/pods?labelSelector=app.kubernetes.io/name%3Dpodinfo"))["items"]![0]!.AsObject();

    private Task<(int Code, JsonObject Body)> Evict(JsonObject pod, string body = "{}") => _api.Send("POST", Path(pod) + "/eviction", body);

    private async Task Budget(string name, JsonObject pod, string spec, bool expression = false)
    {
        var app = (string)pod["metadata"]!["labels"]!["app.kubernetes.io/name"]!;
        var selector = expression
            ? new JsonObject { ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = "app.kubernetes.io/name", ["operator"] = "In", ["values"] = new JsonArray(app) }) }
            : new JsonObject { ["matchLabels"] = new JsonObject { ["app.kubernetes.io/name"] = app } };
        var text = """{"metadata":{"name":"NAME"},"spec":{SPEC,"selector":SELECTOR}}""".Replace("NAME", name, StringComparison.Ordinal).Replace("SPEC", spec, StringComparison.Ordinal).Replace("SELECTOR", selector.ToJsonString(), StringComparison.Ordinal);
        var (code, body) = await _api.Send("POST", Budgets, text);
        Assert.True(code == 201, (string?)body["message"]);
    }
}
