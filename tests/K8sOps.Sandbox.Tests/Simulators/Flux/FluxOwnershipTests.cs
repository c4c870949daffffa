using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

/// <summary>Who owns what of what Flux applies: the same before and after a client's write.</summary>
public sealed class FluxOwnershipTests : IDisposable
{
    private readonly FluxTestWorld world = new("sandbox-apps");

    public void Dispose() => world.Dispose();

    [Fact]
    public void A_Kustomization_is_its_parents_but_for_the_finalizer_and_the_status()
    {
        var shop = Shown(FluxKinds.Kustomizations, "flux-system", "shop");
        Assert.Equal(["kustomize-controller Apply ", "gotk-kustomize-controller Update ", "gotk-kustomize-controller Update status"], Managers(shop));
        var applied = shop.Objects("metadata", "managedFields").First();
        Assert.NotNull(applied.At("fieldsV1", "f:spec", "f:interval"));
        // Defaults are nobody's.
        Assert.True(shop.Object("spec")!.ContainsKey("force"));
        Assert.Null(applied.At("fieldsV1", "f:spec", "f:force"));

        world.Patch(FluxKinds.Kustomizations, "flux-system", "shop", """{"spec":{"suspend":true}}""");
        var after = Shown(FluxKinds.Kustomizations, "flux-system", "shop");
        Assert.Equal(["gotk-kustomize-controller Update ", "gotk-kustomize-controller Update status", "k8sops Update ", "kustomize-controller Apply "], Managers(after).Order(StringComparer.Ordinal));
        Assert.Equal(applied.ToJsonString(), after.Objects("metadata", "managedFields").First().ToJsonString());
        var ours = after.Objects("metadata", "managedFields").Single(static entry => entry.Text("manager") == "k8sops");
        Assert.Equal("""{"f:spec":{"f:suspend":{}}}""", ours.At("fieldsV1")!.ToJsonString());
    }

    [Fact]
    public void A_reconciliation_after_a_clients_write_leaves_what_the_server_filled_in()
    {
        var service = world.Store.List(Kinds.Services, "shop").First(static item => item.Label("kustomize.toolkit.fluxcd.io/name") == "shop");
        var (name, address) = (service.Name(), service.Text("spec", "clusterIP"));
        Assert.NotNull(address);
        world.Patch(Kinds.Services, "shop", name, """{"metadata":{"labels":{"by":"kubectl"}}}""", "kubectl-label");
        world.Patch(Kinds.Services, "shop", name, """{"metadata":{"annotations":{"by":"us"}}}""");
        var deployment = world.Store.List(KubeResources.Deployments, "shop").First(static item => item.Label("kustomize.toolkit.fluxcd.io/name") == "shop");
        var revision = deployment.Annotation("deployment.kubernetes.io/revision");
        world.Patch(KubeResources.Deployments, "shop", deployment.Name(), """{"spec":{"paused":true}}""", "kubectl-edit");

        world.Ask(FluxKinds.Kustomizations, "shop");
        world.Run(10);
        var after = world.Get(Kinds.Services, "shop", name);
        Assert.Null(after.Label("by"));
        Assert.Equal("us", after.Annotation("by"));
        Assert.Equal(service["spec"]!.ToJsonString(), after["spec"]!.ToJsonString());
        var again = world.Get(KubeResources.Deployments, "shop", deployment.Name());
        Assert.Null(again.At("spec", "paused"));
        Assert.Equal(deployment["spec"]!.ToJsonString(), again["spec"]!.ToJsonString());
        Assert.Equal(revision, again.Annotation("deployment.kubernetes.io/revision"));

        var version = again.Text("metadata", "resourceVersion");
        world.Ask(FluxKinds.Kustomizations, "shop");
        world.Run(10);
        Assert.Equal(version, world.Get(KubeResources.Deployments, "shop", deployment.Name()).Text("metadata", "resourceVersion"));
    }

    [Fact]
    public void A_patch_an_image_and_a_target_namespace_of_the_Kustomization_count()
    {
        var (code, body) = world.Send("POST", FluxKinds.Kustomizations.Path("flux-system"), """
            {"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization","metadata":{"name":"copy","namespace":"flux-system"},"spec":{"interval":"10m","path":"./monitoring","prune":true,
            "sourceRef":{"kind":"GitRepository","name":"flux-system"},"targetNamespace":"tools","commonMetadata":{"labels":{"copy":"yes"}},
            "patches":[{"target":{"kind":"Deployment|StatefulSet"},"patch":"- op: replace\n  path: /spec/replicas\n  value: 0\n"}]}}
            """, "application/json");
        Assert.True(code == 201, body.ToJsonString());
        world.Run(20);
        var copy = world.Kustomization("copy");
        Assert.Equal("True ReconciliationSucceeded", FluxTestWorld.Ready(copy));
        var copies = world.Store.List(KubeResources.Deployments, "tools").Where(static item => item.Label("copy") == "yes").ToList();
        Assert.NotEmpty(copies);
        Assert.All(copies, static item => Assert.Equal(0, item.Number("spec", "replicas")));
    }

    [Fact]
    public void A_bucket_is_fetched_and_one_that_is_not_there_is_told()
    {
        var map = JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"from-bucket","namespace":"tools"},"data":{"a":"1"}}""")!.AsObject();
        world.Flux.Upstream.Buckets[("minio.example.org", "deploy")] = System.Collections.Immutable.ImmutableSortedDictionary<string, GitFile>.Empty.With("tools", map);
        foreach (var (name, bucket) in (ReadOnlySpan<(string, string)>)[("deploy", "deploy"), ("lost", "lost")])
        {
            var (code, body) = world.Send("POST", FluxKinds.Buckets.Path("flux-system"), $$"""{"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"Bucket","metadata":{"name":"{{name}}"},"spec":{"interval":"5m","endpoint":"minio.example.org","bucketName":"{{bucket}}"} }""", "application/json");
            Assert.True(code == 201, body.ToJsonString());
        }

        world.Send("POST", FluxKinds.Kustomizations.Path("flux-system"), """{"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization","metadata":{"name":"bucket"},"spec":{"interval":"10m","path":"./tools","prune":true,"sourceRef":{"kind":"Bucket","name":"deploy"}}}""", "application/json");
        world.Run(45);
        Assert.Equal("bucket 'lost' not found", world.Get(FluxKinds.Buckets, "flux-system", "lost").Condition("Ready").Text("message"));
        Assert.Equal("True Succeeded", FluxTestWorld.Ready(world.Get(FluxKinds.Buckets, "flux-system", "deploy")));
        Assert.Equal("1", world.Get(Kinds.ConfigMaps, "tools", "from-bucket").Text("data", "a"));
    }

    private static IEnumerable<string> Managers(JsonObject item) => item.Objects("metadata", "managedFields").Select(static entry => $"{entry.Text("manager")} {entry.Text("operation")} {entry.Text("subresource")}");

    private JsonObject Shown(KubeResource resource, string ns, string name) => world.Send("GET", resource.Path(ns, name)).Body;
}
