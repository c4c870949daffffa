using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api.Apply;

public sealed class ApplyTests : IDisposable
{
    private const string ApplyType = "application/apply-patch+yaml";
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Applying_what_is_not_there_creates_it_and_owns_what_it_names()
    {
        var (code, map) = await Apply(Maps + "/m", "a", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","labels":{"x":"1"}},"data":{"k":"v"}}""");
        Assert.Equal(201, code);
        Assert.Equal("""[{"manager":"a","operation":"Apply","apiVersion":"v1","time":"2026-01-15T03:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:k":{}},"f:metadata":{"f:labels":{"f:x":{}}}}}]""", map["metadata"]!["managedFields"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_no_longer_applied_goes_unless_somebody_else_owns_it()
    {
        await Apply(Maps + "/m", "a", """{"apiVersion":"v1","kind":"ConfigMap","data":{"mine":"1","ours":"1"}}""");
        await Apply(Maps + "/m", "b", """{"apiVersion":"v1","kind":"ConfigMap","data":{"ours":"1"}}""");
        await _api.Patch(Maps + "/m?fieldManager=editor", """{"data":{"theirs":"1"}}""");
        var (_, map) = await Apply(Maps + "/m", "a", """{"apiVersion":"v1","kind":"ConfigMap","data":{}}""");
        Assert.Equal("""{"ours":"1","theirs":"1"}""", map["data"]!.ToJsonString());
        Assert.Equal(["a", "b", "editor"], Managers(map));
    }

    [Fact]
    public async Task A_conflict_names_manager_and_field_as_the_server_does_and_force_takes_over()
    {
        await Create("web");
        var (code, status) = await Apply(Deployments + "/web", "k8sops", Images("app:2"));
        Assert.Equal(409, code);
        Assert.Equal("Conflict", (string?)status["reason"]);
        Assert.Equal("""Apply failed with 1 conflict: conflict with "kubectl-create" using apps/v1: .spec.template.spec.containers[name="app"].image""", (string?)status["message"]);
        Assert.Equal("""[{"reason":"FieldManagerConflict","message":"conflict with \"kubectl-create\" using apps/v1","field":".spec.template.spec.containers[name=\"app\"].image"}]""", status["details"]!["causes"]!.ToJsonString(StoredObject.Wire));
        var (_, forced) = await Apply(Deployments + "/web", "k8sops", Images("app:2"), "&force=true");
        Assert.Equal("app:2", (string?)forced["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]);
        Assert.DoesNotContain("\"f:image\"", Fields(forced, "kubectl-create"), StringComparison.Ordinal);
        Assert.Contains("""k:{"name":"app"}":{".":{},"f:image":{}""", Fields(forced, "k8sops").Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_conflicts_are_told_by_manager()
    {
        await Create("web");
        await _api.Patch(Deployments + "/web/scale?fieldManager=hpa", """{"spec":{"replicas":3}}""");
        var (_, status) = await Apply(Deployments + "/web", "k8sops", """{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"app","image":"app:2"}]}}}}""");
        Assert.Equal("Apply failed with 2 conflicts: conflicts with \"hpa\" with subresource \"scale\" using apps/v1:\n- .spec.replicas\nconflicts with \"kubectl-create\" using apps/v1:\n- .spec.template.spec.containers[name=\"app\"].image", (string?)status["message"]);
    }

    [Fact]
    public async Task The_same_value_is_shared_without_a_conflict_and_the_same_apply_twice_changes_nothing()
    {
        await Create("web");
        var (code, first) = await Apply(Deployments + "/web", "k8sops", Images("app:1"));
        Assert.Equal(200, code);
        Assert.Contains("\"f:image\"", Fields(first, "kubectl-create"), StringComparison.Ordinal);
        _api.World.Advance(TimeSpan.FromMinutes(1));
        var writes = _api.World.WriteCount;
        var (_, second) = await Apply(Deployments + "/web", "k8sops", Images("app:1"));
        Assert.Equal(writes, _api.World.WriteCount);
        Assert.True(JsonNode.DeepEquals(first["spec"], second["spec"]));
    }

    [Fact]
    public async Task A_write_that_is_no_apply_owns_what_it_changed_with_the_dots_of_a_real_server()
    {
        var web = await Create("web");
        var fields = JsonNode.Parse(Fields(web, "kubectl-create"))!;
        Assert.NotNull(fields["f:metadata"]!["f:labels"]!["."]);
        Assert.Null(fields["f:spec"]!["."]);
        Assert.Null(fields["f:spec"]!["f:template"]!["f:spec"]!["f:containers"]!["."]);
        var container = fields["f:spec"]!["f:template"]!["f:spec"]!["f:containers"]!["""k:{"name":"app"}"""]!;
        Assert.NotNull(container["."]);
        Assert.Equal("""{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{},"f:protocol":{}}}""", container["f:ports"]!.ToJsonString(StoredObject.Wire));
        Assert.Equal("{}", fields["f:spec"]!["f:selector"]!.ToJsonString());
        var (_, patched) = await _api.Patch(Deployments + "/web?fieldManager=kubectl-label", """{"metadata":{"labels":{"new":"1"}}}""");
        Assert.Equal("""{"f:metadata":{"f:labels":{"f:new":{}}}}""", Fields(patched, "kubectl-label"));
    }

    [Fact]
    public async Task Status_and_scale_are_owned_apart_with_their_subresource()
    {
        await Create("web");
        var (_, scaled) = await Apply(Deployments + "/web/scale", "hpa", """{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"web"},"spec":{"replicas":0}}""");
        Assert.Equal("Scale", (string?)scaled["kind"]);
        var (_, web) = await Apply(Deployments + "/web/status", "watcher", """{"apiVersion":"apps/v1","kind":"Deployment","status":{"conditions":[{"type":"Tested","status":"True"}]},"spec":{"replicas":9}}""", "&force=true");
        Assert.Contains(web["metadata"]!["managedFields"]!.AsArray(), entry => (string?)entry!["manager"] == "hpa" && (string?)entry["subresource"] == "scale" && entry["fieldsV1"]!.ToJsonString() == """{"f:spec":{"f:replicas":{}}}""");
        Assert.Contains(web["metadata"]!["managedFields"]!.AsArray(), entry => (string?)entry!["manager"] == "watcher" && (string?)entry["subresource"] == "status");
        Assert.Equal(0, (int?)web["spec"]!["replicas"]);
        Assert.Contains(web["status"]!["conditions"]!.AsArray(), condition => (string?)condition!["type"] == "Tested");
    }

    [Fact]
    public async Task What_nobody_is_known_to_have_made_belongs_to_before_first_apply()
    {
        _api.World.Store.Create(_api.World.Store.Kinds.Find("", "v1", "configmaps")!.Resource, JsonNode.Parse("""{"metadata":{"name":"old","namespace":"default"},"data":{"a":"1"}}""")!.AsObject());
        var (_, status) = await Apply(Maps + "/old", "k8sops", """{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"2"}}""");
        Assert.Equal("""Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.a""", (string?)status["message"]);
        var (_, map) = await Apply(Maps + "/old", "k8sops", """{"apiVersion":"v1","kind":"ConfigMap","data":{"b":"2"}}""");
        Assert.Equal(["k8sops", "before-first-apply"], Managers(map));
    }

    [Fact]
    public async Task What_Flux_applied_is_owned_by_Flux()
    {
        var podinfo = await _api.Get("/apis/apps/v1/namespaces/selfhosted/deployments/podinfo");
        var entry = podinfo["metadata"]!["managedFields"]!.AsArray().First()!;
        Assert.Contains((string?)entry["manager"], (string[])["kustomize-controller", "helm-controller"]);
        Assert.Contains("f:replicas", entry["fieldsV1"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("kube-controller-manager", Managers(podinfo));
        var (code, status) = await Apply("/apis/apps/v1/namespaces/selfhosted/deployments/podinfo", "k8sops", """{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":7}}""");
        Assert.Equal((409, ".spec.replicas"), (code, (string?)status["details"]!["causes"]![0]!["field"]));
        var (_, scaled) = await _api.Patch("/apis/apps/v1/namespaces/selfhosted/deployments/podinfo?fieldManager=me", """{"spec":{"replicas":3}}""");
        Assert.Equal("""{"f:spec":{"f:replicas":{}}}""", Fields(scaled, "me"));
        Assert.DoesNotContain("f:replicas\":{}", Fields(scaled, (string)entry["manager"]!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_container_goes_by_its_key()
    {
        await Apply(Deployments + "/web", "a", Containers("""{"name":"app","image":"a:1"},{"name":"side","image":"s:1","env":[{"name":"X","value":"1"}]}"""));
        var (_, web) = await Apply(Deployments + "/web", "a", Containers("""{"name":"side","image":"s:1"}"""));
        var left = Assert.Single(web["spec"]!["template"]!["spec"]!["containers"]!.AsArray())!;
        Assert.Equal("side", (string?)left["name"]);
        Assert.Null(left["env"]);
    }

    [Theory]
    [InlineData("?force=true", 422, "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch")]
    [InlineData("?fieldManager=a", 400, "metadata.managedFields must be nil")]
    public async Task A_malformed_apply_is_refused(string query, int expected, string message)
    {
        var (code, status) = await _api.Patch(Maps + "/m" + query, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"managedFields":[{}]}}""", ApplyType);
        Assert.Equal((expected, message), (code, (string?)status["message"]));
    }

    [Fact]
    public async Task An_apply_with_an_old_resourceVersion_is_refused()
    {
        await _api.Map("m");
        var (code, status) = await Apply(Maps + "/m", "a", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"resourceVersion":"1"},"data":{"b":"1"}}""");
        Assert.Equal(409, code);
        Assert.Equal("Operation cannot be fulfilled on configmaps \"m\": the object has been modified; please apply your changes to the latest version and try again", (string?)status["message"]);
        Assert.Equal(404, (await Apply(Maps + "/none", "a", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"resourceVersion":"1"}}""")).Code);
    }

    [Fact]
    public async Task Yaml_is_applied_too_and_garbage_is_not()
    {
        Assert.Equal(201, (await Apply(Maps + "/y", "a", "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: \"1\"\n")).Code);
        Assert.Equal(400, (await Apply(Maps + "/y", "a", "a: b: c")).Code);
        Assert.Equal(400, (await Apply(Maps + "/y", "a", "[]")).Code);
        Assert.Equal(400, (await Apply(Maps + "/y", "a", "")).Code);
        Assert.Equal(400, (await Apply(Maps + "/y", "a", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"z"}}""")).Code);
    }

    [Fact]
    public async Task A_dry_apply_answers_and_stores_nothing()
    {
        var (code, map) = await Apply(Maps + "/dry", "a", """{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"1"}}""", "&dryRun=All");
        Assert.Equal((201, "1"), (code, (string?)map["data"]!["a"]));
        Assert.Equal(404, (await _api.Send("GET", Maps + "/dry")).Code);
    }

    [Fact]
    public async Task Kubectls_client_side_apply_is_taken_over_by_its_server_side_apply()
    {
        await _api.Send("POST", Maps + "?fieldManager=kubectl-client-side-apply", """{"metadata":{"name":"m","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"m\",\"namespace\":\"default\"},\"data\":{\"a\":\"1\"}}"}},"data":{"a":"1"}}""");
        Assert.Equal(409, (await Apply(Maps + "/m", "other", """{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"2"}}""")).Code);
        Assert.Equal(200, (await Apply(Maps + "/m", "kubectl", """{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"2"}}""")).Code);
    }

    private static string Images(string image) => """{"apiVersion":"apps/v1","kind":"Deployment","spec":{"template":{"spec":{"containers":[{"name":"app","image":"IMAGE"}]}}}}""".Replace("IMAGE", image, StringComparison.Ordinal);

    private static string Containers(string containers) =>
        """{"apiVersion":"apps/v1","kind":"Deployment","spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[CONTAINERS]}}}}""".Replace("CONTAINERS", containers, StringComparison.Ordinal);

    private static string[] Managers(JsonObject body) => [.. body["metadata"]!["managedFields"]!.AsArray().Select(static entry => (string)entry!["manager"]!)];

    private static string Fields(JsonObject body, string manager) => body["metadata"]!["managedFields"]!.AsArray().First(entry => (string?)entry!["manager"] == manager)!["fieldsV1"]!.ToJsonString(StoredObject.Wire);

    private Task<(int Code, JsonObject Body)> Apply(string path, string manager, string body, string more = "") => _api.Patch($"{path}?fieldManager={manager}{more}", body, ApplyType);

    private async Task<JsonObject> Create(string name)
    {
        var (code, body) = await _api.Send("POST", Deployments + "?fieldManager=kubectl-create", """{"metadata":{"name":"NAME","labels":{"app":"web"}},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"app","image":"app:1","ports":[{"containerPort":80}]}]}}}}""".Replace("NAME", name, StringComparison.Ordinal));
        Assert.Equal(201, code);
        return body;
    }
}
