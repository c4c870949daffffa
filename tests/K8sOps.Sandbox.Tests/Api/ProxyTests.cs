using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Tests.Containers;

namespace K8sOps.Sandbox.Tests.Api;

public sealed class ProxyTests : IDisposable
{
    private const string Services = "/api/v1/namespaces/selfhosted/services";
    private const string Pods = "/api/v1/namespaces/selfhosted/pods";
    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    private async Task<(int Code, string? Message)> Refusal(string path)
    {
        var (code, status) = await _api.Send("GET", path);
        Assert.Equal("Failure", (string?)status["status"]);
        return (code, (string?)status["message"]);
    }

    [Theory]
    [InlineData("podinfo:http/proxy/", 200, "ok\n")]
    [InlineData("http:podinfo:http/proxy/healthz", 404, "404 page not found\n")]
    [InlineData("podinfo:http/proxy/readyz?verbose=1", 200, "ok\n")]
    [InlineData("podinfo:9898/proxy/readyz", 200, "ok\n")]
    [InlineData("podinfo:9898/proxy/a%20b//c", 404, "404 page not found\n")]
    public async Task A_program_behind_a_service_answers_for_itself(string path, int code, string body) =>
        Assert.Equal((code, body), await _api.Text("GET", $"{Services}/{path}"));

    [Fact]
    public async Task A_pod_is_reached_at_its_first_port_or_at_the_one_that_is_named()
    {
        var pod = await ExecOfWorld.PodOf(_api, "selfhosted", "podinfo");
        Assert.Equal((200, "ok\n"), await _api.Text("GET", $"{Pods}/{pod}/proxy/"));
        Assert.Equal((200, "ok\n"), await _api.Text("GET", $"{Pods}/{pod}:9898/proxy/readyz"));
        var address = (string?)(await _api.Get($"{Pods}/{pod}"))["status"]!["podIP"];
        Assert.Equal((503, $"error trying to reach service: dial tcp {address}:81: connect: connection refused"), await Refusal($"{Pods}/{pod}:81/proxy/"));
    }

    [Fact]
    public async Task A_path_without_its_slash_is_sent_on()
    {
        await using var answer = await _api.Open("GET", $"{Services}/podinfo:http/proxy?a=b");
        Assert.Equal((301, $"{Services}/podinfo:http/proxy/?a=b"), (answer.StatusCode, answer.Headers["Location"][0]));
    }

    [Theory]
    [InlineData("podinfo/proxy/", 503, "no endpoints available for service \"podinfo\"")]
    [InlineData("podinfo:metrics/proxy/", 503, "no endpoints available for service \"podinfo:metrics\"")]
    [InlineData("podinfo:99/proxy/", 503, "no service port 99 found for service \"podinfo\"")]
    [InlineData("nothing:http/proxy/", 404, "services \"nothing\" not found")]
    [InlineData("a:b:c:d/proxy/", 400, "invalid service request \"a:b:c:d\"")]
    [InlineData("ftp:podinfo:http/proxy/", 400, "invalid service request \"ftp:podinfo:http\"")]
    public async Task What_cannot_be_reached_is_told_in_the_servers_words(string path, int code, string message) =>
        Assert.Equal((code, message), await Refusal($"{Services}/{path}"));

    [Fact]
    public async Task A_service_whose_pods_are_gone_has_no_endpoints()
    {
        await _api.Patch("/apis/apps/v1/namespaces/selfhosted/deployments/podinfo/scale", """{"spec":{"replicas":0}}""");
        _api.World.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((503, "no endpoints available for service \"podinfo\""), await Refusal($"{Services}/podinfo:http/proxy/"));
    }

    [Fact]
    public async Task A_pod_that_has_no_address_yet_cannot_be_dialled()
    {
        await _api.Send("POST", Pods, """{"metadata":{"name":"early"},"spec":{"containers":[{"name":"a","image":"x"}],"nodeName":""}}""");
        Assert.Equal((400, "address not allowed"), await Refusal($"{Pods}/early:80/proxy/"));
        Assert.Equal((404, "pods \"late\" not found"), await Refusal($"{Pods}/late/proxy/"));
        Assert.Equal((400, "invalid pod request \"early:1:2\""), await Refusal($"{Pods}/early:1:2/proxy/"));
    }

    [Fact]
    public async Task It_takes_the_right_to_the_subresource_under_the_name_as_it_was_sent()
    {
        await _api.Patch("/apis/sandbox.k8sops.io/v1/scenarios/restricted-user", """{"spec":{"active":true}}""");
        Assert.Equal((403, "services \"podinfo:http\" is forbidden: User \"viewer\" cannot get resource \"services/proxy\" in API group \"\" in the namespace \"selfhosted\""), await Refusal($"{Services}/podinfo:http/proxy/"));
        Assert.Equal((403, "pods \"x\" is forbidden: User \"viewer\" cannot get resource \"pods/proxy\" in API group \"\" in the namespace \"selfhosted\""), await Refusal($"{Pods}/x/proxy/a/b/c"));
        await _api.Patch("/apis/sandbox.k8sops.io/v1/scenarios/restricted-user", """{"spec":{"active":false}}""");
        await _api.Patch("/apis/rbac.authorization.k8s.io/v1/namespaces/selfhosted/roles/app-operator", """[{"op":"add","path":"/rules/-","value":{"apiGroups":[""],"resources":["services/proxy"],"resourceNames":["podinfo:http"],"verbs":["get"]}}]""", "application/json-patch+json");
        await _api.Patch("/apis/sandbox.k8sops.io/v1/scenarios/restricted-user", """{"spec":{"active":true}}""");
        Assert.Equal(200, (await _api.Text("GET", $"{Services}/podinfo:http/proxy/")).Code);
        Assert.Equal(403, (await _api.Text("GET", $"{Services}/podinfo:9898/proxy/")).Code);
    }

    [Fact]
    public async Task Other_methods_are_not_proxied_and_nothing_else_has_the_subresource()
    {
        Assert.Equal(405, (await _api.Send("POST", $"{Services}/podinfo:http/proxy/", "{}")).Code);
        Assert.Equal(404, (await _api.Text("GET", "/api/v1/namespaces/selfhosted/configmaps/x/proxy/")).Code);
        Assert.Equal(404, (await _api.Text("GET", "/api/v1/namespaces/selfhosted/services/podinfo/other/deep")).Code);
        var resources = await _api.Get("/api/v1");
        Assert.Contains(resources["resources"]!.AsArray(), static item => (string?)item!["name"] == "services/proxy" && (string?)item["kind"] == "ServiceProxyOptions");
    }
}
