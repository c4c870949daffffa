using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Resources;

public class ApplyServiceTests
{
    private const string Path = "/api/v1/namespaces/media/configmaps/web";
    private const string Wanted = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"web","namespace":"media"},"data":{"a":"2"}}""";
    private const string Live = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"web","namespace":"media","uid":"u1","resourceVersion":"7"},"data":{"a":"1"}}""";

    private readonly RecordingSink _sink = new();

    private static ScriptedServer Server(string live = Live) => new ScriptedServer()
        .Answer("/api", 200, """{"kind":"APIVersions","versions":["v1"]}""")
        .Answer("/api/v1", 200, """{"kind":"APIResourceList","resources":[{"name":"configmaps","kind":"ConfigMap","namespaced":true,"verbs":["get","list","patch"]}]}""")
        .Answer("/apis", 200, """{"kind":"APIGroupList","groups":[]}""")
        .Answer("GET " + Path, 200, live);

    private static string Status(int code, string reason, string message, string causes = "") =>
        $$$"""{"kind":"Status","status":"Failure","code":{{{code}}},"reason":"{{{reason}}}","message":{{{System.Text.Json.JsonSerializer.Serialize(message)}}},"details":{"causes":[{{{causes}}}]} }""";

    private async Task<OperationException> RefusalAsync(ScriptedServer server, bool force = false)
        => await Assert.ThrowsAsync<OperationException>(() => PlanAsync(server, force));

    private Task<ApplyPlan> PlanAsync(ScriptedServer server, bool force = false)
    {
        var manifests = ManifestReader.Read(Wanted, "web.yaml");
        return new ApplyService(server.Cluster()).PlanAsync(manifests[0], null, manifests, force, _sink.Context);
    }

    [Fact]
    public async Task A_conflict_names_the_manager_and_the_field()
    {
        var server = Server().Answer("PATCH " + Path, 409, Status(409, "Conflict", "Apply failed with 1 conflict",
            """{"reason":"FieldManagerConflict","message":"conflict with \"kubectl-edit\" using v1","field":".data.a"}"""));
        var refusal = await RefusalAsync(server);
        Assert.Equal("FieldManagerConflict", refusal.Id);
        Assert.Equal("Cannot apply ConfigMap media/web on infra: kubectl-edit owns .data.a.", refusal.Message);
        Assert.Contains("-Force", refusal.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "BadRequest", "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"dta\"", ".dta")]
    [InlineData(500, "InternalError", "failed to create typed patch object (media/web; /v1, Kind=ConfigMap): .spec.nope: field not declared in schema", ".spec.nope")]
    public async Task A_field_that_the_kind_does_not_have_is_named(int code, string reason, string message, string field)
    {
        var refusal = await RefusalAsync(Server().Answer("PATCH " + Path, code, Status(code, reason, message)));
        Assert.Equal("Invalid", refusal.Id);
        Assert.Contains($"v1 ConfigMap has no field {field} (web.yaml)", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "Forbidden", "Forbidden")]
    [InlineData(422, "Invalid", "Invalid")]
    [InlineData(503, "ServiceUnavailable", "ApiUnavailable")]
    public async Task A_refusal_keeps_its_id(int code, string reason, string id) => Assert.Equal(id, (await RefusalAsync(Server().Answer("PATCH " + Path, code, Status(code, reason, "no")))).Id);

    [Fact]
    public async Task Where_only_Flux_is_in_the_way_its_app_is_named_and_not_its_controller()
    {
        var live = Live.Replace("\"uid\"", """ "labels":{"kustomize.toolkit.fluxcd.io/name":"web","kustomize.toolkit.fluxcd.io/namespace":"flux-system"},"uid" """, StringComparison.Ordinal);
        var server = Server(live);
        server.Answer("PATCH " + Path, request => request.PathAndQuery.Contains("force=true", StringComparison.Ordinal)
            ? (200, live.Replace("\"1\"", "\"2\"", StringComparison.Ordinal))
            : (409, Status(409, "Conflict", "conflict", """{"reason":"FieldManagerConflict","message":"conflict with \"kustomize-controller\" using v1","field":".data.a"}""")));
        var refusal = await RefusalAsync(server);
        Assert.Equal("FluxOwned", refusal.Id);
        Assert.Contains("Kustomization flux-system/web owns .data.a", refusal.Message, StringComparison.Ordinal);
        Assert.All(server.Requests.Where(r => r.StartsWith("PATCH", StringComparison.Ordinal)), r => Assert.Contains("dryRun=All", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_is_a_dry_run_and_sends_nothing_that_only_the_server_sets()
    {
        var server = Server().Answer("PATCH " + Path, 200, Live.Replace("\"1\"", "\"2\"", StringComparison.Ordinal));
        var plan = await PlanAsync(server);
        Assert.Equal((ResourceAction.Changed, ".data.a: \"1\" → \"2\""), (plan.Action, Assert.Single(plan.Changes).ToString()));
        Assert.Contains("dryRun=All", server.Requests[^1], StringComparison.Ordinal);
        Assert.Contains("fieldManager=k8sops", server.Requests[^1], StringComparison.Ordinal);
        Assert.Empty(_sink.Changes);
    }

    [Fact]
    public async Task A_write_whose_answer_breaks_off_is_of_unknown_outcome()
    {
        var server = Server();
        server.Answer("PATCH " + Path, request => request.PathAndQuery.Contains("dryRun", StringComparison.Ordinal)
            ? (200, Live.Replace("\"1\"", "\"2\"", StringComparison.Ordinal))
            : throw new K8sOps.Kubernetes.KubeConnectionException("The connection was reset by the server.", K8sOps.Kubernetes.KubeConnectionFailure.Interrupted));
        var plan = await PlanAsync(server);
        await Assert.ThrowsAsync<OperationException>(() => new ApplyService(server.Cluster()).ApplyAsync(plan, _sink.Context));
        var change = Assert.Single(_sink.Changes);
        Assert.Equal((ChangeOutcome.Unknown, "apply"), (change.Outcome, change.Change.Verb));
    }

    [Fact]
    public void Lists_are_taken_apart_and_empty_documents_left_out()
    {
        var found = ManifestReader.Read("---\n---\n" + """{"apiVersion":"v1","kind":"List","items":[""" + Wanted + "," + Wanted + "]}\n---\n# nothing\n", "x.yaml");
        Assert.Equal(["x.yaml, document 2, item 1", "x.yaml, document 2, item 2"], found.Select(m => m.Source));
    }

    [Fact]
    public void Namespaces_and_definitions_go_first_and_the_rest_keeps_its_order()
    {
        static string Of(string version, string kind, string name) => $$"""{"apiVersion":"{{version}}","kind":"{{kind}}","metadata":{"name":"{{name}}"} }""";
        var manifests = ManifestReader.Read(string.Join("\n---\n", Of("v1", "Service", "b"), Of("apiextensions.k8s.io/v1", "CustomResourceDefinition", "d"), Of("v1", "ConfigMap", "a"), Of("v1", "Namespace", "n")), "x");
        Assert.Equal(["n", "d", "b", "a"], ApplyService.InOrder(manifests).Select(m => m.Name));
    }
}
