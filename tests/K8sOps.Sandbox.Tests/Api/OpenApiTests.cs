using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api;

public sealed class OpenApiTests : IDisposable
{
    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Every_group_version_has_a_document_whose_references_lead_somewhere()
    {
        var index = (await _api.Get("/openapi/v3"))["paths"]!.AsObject();
        Assert.Contains("api/v1", index.Select(static path => path.Key));
        Assert.Contains("apis/sandbox.k8sops.io/v1", index.Select(static path => path.Key));
        foreach (var (path, entry) in index)
        {
            var url = (string)entry!["serverRelativeURL"]!;
            Assert.Matches($"^/openapi/v3/{path}\\?hash=[0-9A-F]{{64}}$", url);
            var document = await _api.Get(url);
            var schemas = document["components"]!["schemas"]!.AsObject();
            foreach (var reference in References(document)) Assert.True(schemas.ContainsKey(reference["#/components/schemas/".Length..]), $"{path}: {reference}");
        }
    }

    [Fact]
    public async Task Patching_tells_its_kind_and_parameters_which_kubectl_asks_for()
    {
        var patch = (await _api.Get("/openapi/v3/apis/apps/v1"))["paths"]!["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!["patch"]!;
        Assert.Equal("""{"group":"apps","version":"v1","kind":"Deployment"}""", patch["x-kubernetes-group-version-kind"]!.ToJsonString());
        Assert.Superset(new HashSet<string> { "dryRun", "fieldManager", "fieldValidation", "force" }, patch["parameters"]!.AsArray().Select(static p => (string)p!["name"]!).ToHashSet());
        Assert.NotNull(patch["requestBody"]!["content"]!["application/strategic-merge-patch+json"]);
    }

    [Fact]
    public async Task Merge_keys_stand_where_kubectl_looks_for_them()
    {
        var schemas = (await _api.Get("/openapi/v3/api/v1"))["components"]!["schemas"]!;
        var containers = schemas["io.k8s.api.core.v1.PodSpec"]!["properties"]!["containers"]!;
        Assert.Equal(("name", "merge", "map"), ((string?)containers["x-kubernetes-patch-merge-key"], (string?)containers["x-kubernetes-patch-strategy"], (string?)containers["x-kubernetes-list-type"]));
        Assert.Equal("atomic", (string?)schemas["io.k8s.api.core.v1.ObjectReference"]!["x-kubernetes-map-type"]);
    }

    [Fact]
    public async Task A_new_custom_kind_changes_the_index_and_what_is_not_served_is_not_found()
    {
        Assert.Equal(404, (await _api.Text("GET", "/openapi/v3/apis/example.org/v1")).Code);
        await _api.Send("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"metadata":{"name":"gears.example.org"},"spec":{"group":"example.org","scope":"Cluster","names":{"plural":"gears","kind":"Gear"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","description":"What it shall be.","properties":{"teeth":{"type":"integer"}}}}}}}]}}
            """);
        var gear = (await _api.Get("/openapi/v3/apis/example.org/v1"))["components"]!["schemas"]!["org.example.v1.Gear"]!;
        Assert.Equal("What it shall be.", (string?)gear["properties"]!["spec"]!["description"]);
        Assert.Contains("apis/example.org/v1", (await _api.Get("/openapi/v3"))["paths"]!.AsObject().Select(static path => path.Key));
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(static pair => pair is { Key: "$ref", Value: JsonValue reference } ? [(string)reference!] : References(pair.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
