using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;
using K8sOps.Sandbox.Tests.Api;
using K8sOps.Text;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

public sealed class FluxDefinitionTests : IDisposable
{
    // The text of the definitions is Flux's, and the CEL rules are not evaluated: neither is kept.
    private static readonly string[] Dropped = ["description", "x-kubernetes-validations", "example"];

    private readonly ApiOfWorld api = new();

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Every_kind_that_Flux_brings_is_served_in_both_worlds()
    {
        foreach (var kind in FluxKinds.All)
        {
            var list = await api.Get($"/apis/{kind.Group}/{kind.Version}/{kind.Plural}");
            Assert.Equal(kind.Kind + "List", (string?)list["kind"]);
        }

        using var apps = SandboxWorld.Create("sandbox-apps", new SandboxOptions { Time = SandboxTime.Held });
        Assert.All(FluxKinds.All, kind => Assert.NotNull(apps.Store.Kinds.Find(kind.Group, kind.Version, kind.Plural)));
    }

    [Fact]
    public void There_is_a_definition_for_each_kind_and_no_other() => Assert.Equal(
        FluxKinds.All.Select(static kind => $"{kind.Plural}.{kind.Group}/{kind.Version}").Order(StringComparer.Ordinal),
        FluxDefinitions.Read().Select(static item => $"{item.Name()}/{item["spec"]!["versions"]![0]!["name"]}").Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_definition_tells_that_Flux_keeps_it_and_what_is_stored()
    {
        var definition = await api.Get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gitrepositories.source.toolkit.fluxcd.io");
        Assert.Equal("flux", definition.Label("app.kubernetes.io/part-of"));
        Assert.Equal("v2.7.5", definition.Label("app.kubernetes.io/version"));
        Assert.Equal("flux-system", definition.Label("kustomize.toolkit.fluxcd.io/name"));
        Assert.Equal("""["v1"]""", definition["status"]!["storedVersions"]!.ToJsonString());
        Assert.Equal("True", definition.Condition("Established").Text("status"));
    }

    [Fact]
    public async Task The_columns_are_those_of_the_real_definitions()
    {
        var table = await api.Get("/apis/helm.toolkit.fluxcd.io/v2/helmreleases", "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.Equal(["Name", "Age", "Ready", "Status"], table["columnDefinitions"]!.AsArray().Select(static column => (string)column!["name"]!));
    }

    [Fact]
    public async Task A_Kustomization_without_an_interval_is_refused_with_the_servers_words()
    {
        var (code, body) = await api.Send("POST", "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations?dryRun=All", """{"metadata":{"name":"x"},"spec":{"prune":true,"sourceRef":{"kind":"GitRepo","name":"flux-system"}}}""");
        Assert.Equal(422, code);
        Assert.Contains("spec.interval: Required value", (string?)body["message"], StringComparison.Ordinal);
        Assert.Contains("""spec.sourceRef.kind: Unsupported value: "GitRepo": supported values: """, (string?)body["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_gets_its_defaults()
    {
        var (code, body) = await api.Send("POST", "/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/helmrepositories?dryRun=All", """{"metadata":{"name":"x"},"spec":{"url":"https://charts.example.org"}}""");
        Assert.Equal(201, code);
        Assert.Equal("""{"observedGeneration":-1}""", body["status"]!.ToJsonString());
        Assert.Equal("generic", body.Text("spec", "provider"));
    }

    [PublishedFluxFact]
    public void The_definitions_are_the_published_ones_but_for_their_text()
    {
        var ours = FluxDefinitions.Read().ToDictionary(static item => item.Name());
        foreach (var file in Directory.GetFiles(PublishedFluxFactAttribute.Folder!, "*.yaml"))
        {
            var published = Yaml.ParseAll(File.ReadAllText(file)).OfType<JsonObject>().Single();
            foreach (var version in published.Objects("spec", "versions")) Strip(version.Child("schema").Child("openAPIV3Schema"), isMap: false);
            Assert.True(JsonNode.DeepEquals(published["spec"], ours[published.Name()]["spec"]), $"{published.Name()} is not what {file} says: run Update-Definitions.ps1.");
        }
    }

    private static void Strip(JsonNode? schema, bool isMap)
    {
        if (schema is JsonArray list)
        {
            foreach (var item in list) Strip(item, isMap: false);
        }
        else if (schema is JsonObject map)
        {
            if (!isMap)
            {
                foreach (var name in Dropped) map.Remove(name);
            }

            foreach (var (name, child) in map)
            {
                if (isMap || name is not ("default" or "enum" or "required")) Strip(child, isMap: !isMap && name == "properties");
            }
        }
    }
}
