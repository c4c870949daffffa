using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Resources;

public class FinalizerServiceTests
{
    private const string Name = "example.org/drop";
    private const string Maps = "/api/v1/namespaces/media/configmaps";
    private const string Nodes = """{"name":"nodes","kind":"Node","namespaced":false,"verbs":["list","patch"]}""";
    private const string Bindings = """{"name":"bindings","kind":"Binding","namespaced":true,"verbs":["create"]}""";
    private readonly RecordingSink _sink = new();
    private readonly List<OperationException> _errors = [];

    [Fact]
    public async Task The_others_stay_and_the_list_is_replaced_only_as_it_was_read()
    {
        var server = Server().Answer("GET " + Maps, 200, List(Map("web", $"""["{Name}","example.org/other"]"""))).Answer($"PATCH {Maps}/web", 200, Map("web", """["example.org/other"]"""));
        var held = Assert.Single(await FindAsync(server));
        await new FinalizerService(server.Cluster()).RemoveAsync(held, _sink.Context);
        Assert.Equal("""{"metadata":{"resourceVersion":"7","finalizers":["example.org/other"]}}""", Assert.Single(server.Bodies));
        var change = Assert.Single(_sink.Changes).Change;
        Assert.Equal(("ConfigMap", "web", "u-web", "patch"), (change.Kind, change.Name, change.Uid, change.Verb));
        Assert.Equal(new ChangedField(".metadata.finalizers", $"""["{Name}","example.org/other"]""", """["example.org/other"]"""), Assert.Single(change.Fields));
    }

    [Fact]
    public async Task Only_what_has_it_and_is_being_deleted_is_found()
    {
        var server = Server().Answer("GET " + Maps, 200, List(Map("a", "[]"), Map("b", """["example.org/other"]"""), Map("c", $"""["{Name}"]""", isDeleted: false), Map("d", $"""["{Name}"]""")));
        Assert.Equal("ConfigMap media/d", Assert.Single(await FindAsync(server)).Target);
        Assert.Equal(("NotTerminating", "ConfigMap media/c"), (Assert.Single(_errors).Id, _errors[0].Target));
        Assert.Equal(["ConfigMap media/c", "ConfigMap media/d"], (await FindAsync(server, q => q with { Force = true })).Select(h => h.Target));
    }

    [Theory]
    [InlineData("kubernetes.io/pvc-protection")]
    [InlineData("foregroundDeletion")]
    [InlineData("orphan")]
    public async Task Kubernetes_own_ones_are_refused(string finalizer)
    {
        var server = Server().Answer("GET " + Maps, 200, List(Map("web", $"""["{finalizer}"]""")));
        Assert.Empty(await FindAsync(server, q => q with { Finalizer = finalizer }));
        Assert.Equal("BuiltInFinalizer", Assert.Single(_errors).Id);
        Assert.Single(await FindAsync(server, q => q with { Finalizer = finalizer, Force = true }));
    }

    [Fact]
    public async Task A_kind_that_may_not_be_looked_at_is_told_and_the_others_go_on()
    {
        var server = Server("configmaps", "secrets").Answer("GET " + Maps, 200, List(Map("web", $"""["{Name}"]""")))
            .Answer("GET /api/v1/namespaces/media/secrets", 403, """{"kind":"Status","status":"Failure","code":403,"reason":"Forbidden","message":"secrets is forbidden"}""");
        Assert.Single(await FindAsync(server));
        Assert.Equal("Forbidden", Assert.Single(_errors).Id);
    }

    [Fact]
    public async Task A_namespace_that_is_not_there_is_said_once()
    {
        var server = Server("configmaps", "secrets").Answer("GET /api/v1/namespaces/media", 404, """{"kind":"Status","status":"Failure","code":404,"reason":"NotFound","message":"gone"}""");
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => FindAsync(server))).Id);
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task A_namesake_that_came_after_is_left_alone()
    {
        var server = Server().Answer($"GET {Maps}/web", 200, Map("web", $"""["{Name}"]"""));
        Assert.Empty(await FindAsync(server, q => q with { Kind = "configmaps", Names = ["web"], Uid = "older" }));
        Assert.Equal("Conflict", Assert.Single(_errors).Id);
    }

    [Theory]
    [InlineData("""["a","example.org/drop"]""", 2)]
    [InlineData("""["a"]""", 1)]
    public async Task Where_another_writer_was_faster_its_change_is_read_and_kept(string now, int patches)
    {
        var tries = 0;
        var server = Server().Answer("GET " + Maps, 200, List(Map("web", $"""["{Name}"]""")))
            .Answer($"PATCH {Maps}/web", _ => tries++ == 0 ? (409, """{"kind":"Status","status":"Failure","code":409,"reason":"Conflict","message":"the object has been modified"}""") : (200, Map("web", """["a"]""")))
            .Answer($"GET {Maps}/web", 200, Map("web", now, version: "8"));
        await new FinalizerService(server.Cluster()).RemoveAsync(Assert.Single(await FindAsync(server)), _sink.Context);
        Assert.Equal(patches, server.Bodies.Count);
        if (patches == 2) Assert.Equal("""{"metadata":{"resourceVersion":"8","finalizers":["a"]}}""", server.Bodies.Last());
        else Assert.Contains("nothing was changed", Assert.Single(_sink.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_is_an_unknown_outcome()
    {
        var server = Server().Answer("GET " + Maps, 200, List(Map("web", $"""["{Name}"]"""))).Answer($"PATCH {Maps}/web", 500, """{"kind":"Status","status":"Failure","code":500,"reason":"InternalError","message":"etcd"}""");
        var held = Assert.Single(await FindAsync(server));
        var error = await Assert.ThrowsAsync<OperationException>(() => new FinalizerService(server.Cluster()).RemoveAsync(held, _sink.Context));
        Assert.Contains("Whether it took effect is not known.", error.Message, StringComparison.Ordinal);
    }

    private static ScriptedServer Server(params string[] kinds) => new ScriptedServer()
        .Answer("/api", 200, """{"kind":"APIVersions","versions":["v1"]}""")
        .Answer("GET /api/v1/namespaces/media", 200, """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"media"}}""")
        .Answer("/apis", 200, """{"kind":"APIGroupList","groups":[]}""")
        .Answer("/api/v1", 200, $$"""{"kind":"APIResourceList","resources":[{{string.Join(',', [.. (kinds.Length == 0 ? ["configmaps"] : kinds).Select(Served), Nodes, Bindings])}}] }""");

    private static string Served(string kind) => $$"""{"name":"{{kind}}","kind":"{{(kind == "secrets" ? "Secret" : "ConfigMap")}}","namespaced":true,"verbs":["get","list","patch"]}""";

    private static string Map(string name, string finalizers, bool isDeleted = true, string version = "7")
        => $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}","namespace":"media","uid":"u-{{name}}","resourceVersion":"{{version}}",{{(isDeleted ? "\"deletionTimestamp\":\"2026-01-15T02:00:00Z\"," : "")}}"finalizers":{{finalizers}}} }""";

    private static string List(params string[] items) => $$"""{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"9"},"items":[{{string.Join(',', items)}}]}""";

    private async Task<List<HeldObject>> FindAsync(ScriptedServer server, Func<FinalizerQuery, FinalizerQuery>? change = null)
    {
        var query = new FinalizerQuery { Finalizer = Name, Namespace = "media", OnError = _errors.Add };
        var found = new List<HeldObject>();
        await foreach (var held in new FinalizerService(server.Cluster()).FindAsync(change?.Invoke(query) ?? query, _sink.Context)) found.Add(held);
        return found;
    }
}
