using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Workloads;

public class FluxOwnershipTests
{
    private const string Labels = """ "kustomize.toolkit.fluxcd.io/name":"web","kustomize.toolkit.fluxcd.io/namespace":"flux-system" """;

    private const string Owned = """
        [{"manager":"kustomize-controller","operation":"Apply","fieldsV1":{"f:metadata":{"f:labels":{"f:app":{}}},"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"app\"}":{".":{},"f:name":{},"f:image":{}}}}}}}},
         {"manager":"kube-controller-manager","operation":"Update","subresource":"status","fieldsV1":{"f:status":{"f:replicas":{}}}}]
        """;

    private static readonly FieldPath s_replicas = FieldPath.Of("spec", "replicas");

    private static JsonObject Live(string labels = Labels, string? managed = null, string annotations = "") => Sample.Parse($$$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"media","labels":{ {{{{labels}}}} },"annotations":{ {{{{annotations}}}} }{{{{(managed is null ? "" : ",\"managedFields\":" + managed)}}}} },
         "spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"app","image":"a:1"}]} } } }
        """);

    private static FieldPath ImageOf(JsonObject live) => Assert.Single(ObjectDiff.Compare(live, With(live, c => c["image"] = "a:2"))).Path;

    private static JsonObject With(JsonObject live, Action<JsonNode> change)
    {
        var copy = live.DeepClone().AsObject();
        change(copy["spec"]!["template"]!["spec"]!["containers"]![0]!);
        return copy;
    }

    private static ScriptedServer Server(string? suspend = null, bool served = true)
    {
        var server = new ScriptedServer();
        server.Answer("/api", 200, """{"kind":"APIVersions","versions":["v1"]}""").Answer("/api/v1", 200, """{"kind":"APIResourceList","resources":[]}""");
        server.Answer("/apis", 200, served ? """{"kind":"APIGroupList","groups":[{"name":"kustomize.toolkit.fluxcd.io","versions":[{"groupVersion":"kustomize.toolkit.fluxcd.io/v1","version":"v1"}]}]}""" : """{"kind":"APIGroupList","groups":[]}""");
        server.Answer("/apis/kustomize.toolkit.fluxcd.io/v1", 200, """{"kind":"APIResourceList","resources":[{"name":"kustomizations","kind":"Kustomization","namespaced":true,"verbs":["get"]}]}""");
        server.Add("/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations");
        if (suspend is not null) server.Add("/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations", Sample.Parse($$$"""{"metadata":{"name":"web","namespace":"flux-system"},"spec":{"suspend":{{{suspend}}} } }"""));
        return server;
    }

    private static async Task<(OperationException? Refusal, RecordingSink Sink)> GuardAsync(ScriptedServer server, JsonObject live, FieldPath field, bool force = false)
    {
        var sink = new RecordingSink();
        try
        {
            await new FluxOwnership(server.Cluster()).GuardAsync(live, [field], "scale Deployment media/web", force, sink.Context);
            return (null, sink);
        }
        catch (OperationException e)
        {
            return (e, sink);
        }
    }

    [Fact]
    public async Task A_field_that_Flux_owns_is_refused_with_the_app_and_the_remedy()
    {
        var live = Live(managed: Owned);
        var (refusal, _) = await GuardAsync(Server("false"), live, ImageOf(live));
        Assert.Equal("FluxOwned", refusal?.Id);
        Assert.Equal("Cannot scale Deployment media/web on infra: Kustomization flux-system/web owns .spec.template.spec.containers[name=app].image, and Flux would take it back at its next reconcile.", refusal!.Message);
        Assert.Contains("-Force", refusal.Remedy, StringComparison.Ordinal);
        Assert.Contains("Git", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_Flux_left_to_others_may_be_changed()
        => Assert.Null((await GuardAsync(Server("false"), Live(managed: Owned), s_replicas)).Refusal);

    [Fact]
    public async Task Without_managed_fields_the_labels_decide()
        => Assert.Equal("FluxOwned", (await GuardAsync(Server("false"), Live(), s_replicas)).Refusal?.Id);

    [Fact]
    public async Task An_object_that_is_not_of_Flux_is_free()
        => Assert.Null((await GuardAsync(Server("false"), Live(labels: "\"app\":\"web\""), s_replicas)).Refusal);

    [Fact]
    public async Task While_the_app_is_suspended_the_change_stands_and_a_warning_says_until_when()
    {
        var (refusal, sink) = await GuardAsync(Server("true"), Live(), s_replicas);
        Assert.Null(refusal);
        Assert.Contains("suspended", Assert.Single(sink.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_Force_the_change_is_made_and_a_warning_says_that_it_does_not_last()
    {
        var (refusal, sink) = await GuardAsync(Server("false"), Live(), s_replicas, force: true);
        Assert.Null(refusal);
        Assert.Contains("takes it back", Assert.Single(sink.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_is_not_on_this_cluster_may_be_on_another_and_counts_as_running()
    {
        var guarded = await GuardAsync(Server(), Live(), s_replicas);
        Assert.Equal("FluxOwned", guarded.Refusal?.Id);
        Assert.Contains(guarded.Sink.Notes, n => n.Contains("from another cluster", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_suspension_cannot_be_read_the_app_counts_as_running()
    {
        Assert.Equal("FluxOwned", (await GuardAsync(Server("true").Forbid("/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/web", "kustomizations"), Live(), s_replicas)).Refusal?.Id);
        Assert.Equal("FluxOwned", (await GuardAsync(Server(served: false), Live(), s_replicas)).Refusal?.Id);
        Assert.Equal("FluxOwned", (await GuardAsync(new ScriptedServer().Cut("/api"), Live(), s_replicas)).Refusal?.Id);
    }

    [Theory]
    [InlineData("\"kustomize.toolkit.fluxcd.io/reconcile\":\"disabled\"")]
    [InlineData("\"kustomize.toolkit.fluxcd.io/ssa\":\"Ignore\"")]
    [InlineData("\"kustomize.toolkit.fluxcd.io/ssa\":\"IfNotPresent\"")]
    public async Task An_object_that_keeps_Flux_off_is_free(string annotation)
        => Assert.Null((await GuardAsync(Server("false"), Live(annotations: annotation), s_replicas)).Refusal);

    [Fact]
    public void A_chart_belongs_to_its_release()
        => Assert.Equal("HelmRelease apps/web", FluxOwnership.Of(Live(labels: """ "helm.toolkit.fluxcd.io/name":"web","helm.toolkit.fluxcd.io/namespace":"apps" """))!.ToString());

    [Fact]
    public void Only_the_controllers_trace_tells_of_Flux_too()
        => Assert.Equal("a Kustomization", FluxOwnership.Of(Live(labels: "", managed: Owned))!.ToString());

    [Theory]
    [InlineData("""[{"manager":"kustomize-controller","operation":"Apply","fieldsV1":{"f:spec":{}}}]""", true)]
    [InlineData("""[{"manager":"kustomize-controller","operation":"Apply","fieldsV1":{"f:spec":{"f:replicas":{}}}}]""", true)]
    [InlineData("""[{"manager":"kustomize-controller","operation":"Apply","fieldsV1":{"f:spec":{"k:nonsense":{}}}}]""", false)]
    [InlineData("""[{"manager":"kustomize-controller","operation":"Apply"}]""", false)]
    public void Ownership_of_a_whole_is_ownership_of_its_parts(string managed, bool owned)
        => Assert.Equal(owned ? 1 : 0, FluxOwnership.Owned(Live(managed: managed), [s_replicas], ScriptedServer.Now).Count);

    [Theory]
    [InlineData(10, "FluxOwned")]
    [InlineData(120, null)]
    public async Task What_was_taken_by_force_a_while_ago_is_still_refused_until_Flux_had_its_turn(double minutesAgo, string? refusal)
    {
        var taken = Owned.Insert(Owned.TrimEnd().Length - 1, $$$""",{"manager":"k8sops","operation":"Update","time":"{{{Sample.Ago(minutesAgo)}}}","fieldsV1":{"f:spec":{"f:replicas":{} } } }""");
        Assert.Equal(refusal, (await GuardAsync(Server("false"), Live(managed: taken), s_replicas)).Refusal?.Id);
    }
}
