using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api.Access;

public sealed class AccessTests : IDisposable
{
    private const string Reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task The_administrator_may_everything_and_the_reviews_say_so()
    {
        Assert.True((bool?)(await Review("delete", "", "nodes", "")).Body["status"]!["allowed"]);
        var (code, self) = await _api.Send("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
        Assert.Equal((201, "kubernetes-admin"), (code, (string?)self["status"]!["userInfo"]!["username"]));
        var (_, rules) = await _api.Send("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", """{"spec":{"namespace":"default"}}""");
        Assert.Equal("*", (string?)rules["status"]!["resourceRules"]![0]!["verbs"]![0]);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nodes", "nodes is forbidden: User \"viewer\" cannot list resource \"nodes\" in API group \"\" at the cluster scope")]
    [InlineData("GET", "/api/v1/namespaces/default/secrets/s", "secrets \"s\" is forbidden: User \"viewer\" cannot get resource \"secrets\" in API group \"\" in the namespace \"default\"")]
    [InlineData("GET", "/api/v1/nodes?watch=true", "nodes is forbidden: User \"viewer\" cannot watch resource \"nodes\" in API group \"\" at the cluster scope")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/selfhosted/deployments/podinfo", "deployments.apps \"podinfo\" is forbidden: User \"viewer\" cannot delete resource \"deployments\" in API group \"apps\" in the namespace \"selfhosted\"")]
    [InlineData("DELETE", "/api/v1/namespaces/selfhosted/pods", "pods is forbidden: User \"viewer\" cannot deletecollection resource \"pods\" in API group \"\" in the namespace \"selfhosted\"")]
    [InlineData("POST", "/api/v1/namespaces/selfhosted/pods/x/eviction", "pods \"x\" is forbidden: User \"viewer\" cannot create resource \"pods/eviction\" in API group \"\" in the namespace \"selfhosted\"")]
    [InlineData("GET", "/metrics", "forbidden: User \"viewer\" cannot get path \"/metrics\"")]
    public async Task A_restricted_user_is_refused_in_the_servers_words(string method, string path, string message)
    {
        await Restrict();
        var (code, status) = await _api.Send(method, path, method == "POST" ? "{}" : null);
        Assert.Equal((403, "Forbidden", message), (code, (string?)status["reason"], (string?)status["message"]));
    }

    [Fact]
    public async Task It_may_what_its_roles_say()
    {
        await Restrict();
        Assert.Equal(200, (await _api.Send("GET", "/api/v1/pods")).Code);
        Assert.Equal(200, (await _api.Send("GET", "/apis/apps/v1/namespaces/selfhosted/deployments/podinfo/scale")).Code);
        Assert.Equal(200, (await _api.Send("GET", "/api/v1/namespaces/selfhosted")).Code);
        Assert.Equal(201, (await _api.Send("POST", "/api/v1/namespaces/selfhosted/configmaps", """{"metadata":{"name":"m"}}""")).Code);
        Assert.Equal(403, (await _api.Send("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"m"}}""")).Code);
        Assert.Equal(404, (await _api.Send("GET", "/api/v1/namespaces/selfhosted/secrets/podinfo")).Code);
        Assert.Equal(403, (await _api.Send("GET", "/api/v1/namespaces/selfhosted/secrets?fieldSelector=metadata.name%3Dpodinfo")).Code);
        Assert.Equal(200, (await _api.Send("GET", "/apis")).Code);
        Assert.Equal((200, "ok"), await _api.Text("GET", "/readyz"));
    }

    [Fact]
    public async Task Reviews_tell_what_will_be_refused()
    {
        await Restrict();
        Assert.False((bool?)(await Review("create", "", "pods", "selfhosted", "exec")).Body["status"]!["allowed"]);
        var (_, allowed) = await Review("get", "", "pods", "default", "log");
        Assert.True((bool?)allowed["status"]!["allowed"]);
        Assert.Equal("RBAC: allowed by ClusterRoleBinding \"viewer\" of ClusterRole \"view\" to User \"viewer\"", (string?)allowed["status"]!["reason"]);
        Assert.True((bool?)(await Review("get", "", "secrets", "selfhosted", name: "podinfo")).Body["status"]!["allowed"]);
        Assert.False((bool?)(await Review("list", "", "secrets", "selfhosted")).Body["status"]!["allowed"]);
        var (code, _) = await _api.Send("POST", Reviews, """{"spec":{}}""");
        Assert.Equal(422, code);
        var (_, rules) = await _api.Send("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", """{"spec":{"namespace":"selfhosted"}}""");
        Assert.Contains(rules["status"]!["resourceRules"]!.AsArray(), static rule => rule!["resourceNames"]?.AsArray().Any(static name => (string?)name == "podinfo") == true);
        Assert.Equal(403, (await _api.Send("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", """{"spec":{"user":"x","resourceAttributes":{"verb":"get","resource":"pods"}}}""")).Code);
    }

    [Fact]
    public async Task Another_subjects_rights_are_worked_out_too()
    {
        await Restrict();
        await TurnOff();
        await _api.Send("POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """{"metadata":{"name":"robot"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},"subjects":[{"kind":"ServiceAccount","name":"robot","namespace":"default"}]}""");
        await _api.Send("POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """{"metadata":{"name":"lost"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"gone"},"subjects":[{"kind":"ServiceAccount","name":"robot"}]}""");
        Assert.True((bool?)(await Subject("list", "pods", "default"))["allowed"]);
        Assert.False((bool?)(await Subject("list", "pods", "selfhosted"))["allowed"]);
        Assert.Equal("RBAC: role.rbac.authorization.k8s.io \"gone\" not found", (string?)(await Subject("list", "secrets", "default"))["reason"]);
    }

    [Fact]
    public async Task An_apply_to_what_is_not_there_needs_create()
    {
        await Restrict();
        var (code, status) = await _api.Patch("/api/v1/namespaces/default/configmaps/new?fieldManager=a", """{"apiVersion":"v1","kind":"ConfigMap"}""", "application/apply-patch+yaml");
        Assert.Equal((403, "configmaps \"new\" is forbidden: User \"viewer\" cannot patch resource \"configmaps\" in API group \"\" in the namespace \"default\""), (code, (string?)status["message"]));
        Assert.Equal(201, (await _api.Patch("/api/v1/namespaces/selfhosted/configmaps/new?fieldManager=a", """{"apiVersion":"v1","kind":"ConfigMap"}""", "application/apply-patch+yaml")).Code);
    }

    [Fact]
    public async Task The_scenario_ends_when_it_is_turned_off_and_when_the_world_is_reset()
    {
        await Restrict();
        await TurnOff();
        Assert.Equal(200, (await _api.Send("GET", "/api/v1/nodes")).Code);
        Assert.Equal("Cured", (string?)(await _api.Get("/apis/sandbox.k8sops.io/v1/scenarios/restricted-user"))["status"]!["phase"]);
        await Restrict();
        _api.World.Reset();
        Assert.Equal(200, (await _api.Send("GET", "/api/v1/nodes")).Code);
    }

    private async Task Restrict() => Assert.Equal(200, (await _api.Patch("/apis/sandbox.k8sops.io/v1/scenarios/restricted-user", """{"spec":{"active":true}}""")).Code);

    private Task<(int Code, JsonObject Body)> TurnOff() => _api.Patch("/apis/sandbox.k8sops.io/v1/scenarios/restricted-user", """{"spec":{"active":false}}""");

    private Task<(int Code, JsonObject Body)> Review(string verb, string group, string resource, string ns, string subresource = "", string name = "") => _api.Send("POST", Reviews, new JsonObject
    {
        ["spec"] = new JsonObject { ["resourceAttributes"] = new JsonObject { ["verb"] = verb, ["group"] = group, ["resource"] = resource, ["namespace"] = ns, ["subresource"] = subresource, ["name"] = name } },
    }.ToJsonString());

    private async Task<JsonObject> Subject(string verb, string resource, string ns) => (await _api.Send("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", new JsonObject
    {
        ["spec"] = new JsonObject { ["user"] = "system:serviceaccount:default:robot", ["resourceAttributes"] = new JsonObject { ["verb"] = verb, ["resource"] = resource, ["namespace"] = ns } },
    }.ToJsonString())).Body["status"]!.AsObject();
}
