using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;
using K8sOps.Sandbox.Tests.Api;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

/// <summary>What Flux's controllers say: their logs as JSON, and events.</summary>
public sealed class FluxTellingTests : IDisposable
{
    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    private async Task<JsonObject[]> Log(string controller, string query = "")
    {
        var pods = await _api.Get($"/api/v1/namespaces/flux-system/pods?labelSelector=app%3D{controller}");
        var (code, text) = await _api.Text("GET", $"/api/v1/namespaces/flux-system/pods/{ApiOfWorld.Names(pods)[0]}/log?{query}");
        Assert.True(code == 200, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!.AsObject())];
    }

    [Fact]
    public async Task A_line_names_its_object_as_the_controllers_logger_does()
    {
        var line = (await Log("kustomize-controller")).Last(static line => line.Text("name") == "podinfo");
        Assert.Equal(
            ["level", "ts", "msg", "controller", "controllerGroup", "controllerKind", "Kustomization", "namespace", "name", "reconcileID", "revision"],
            line.Select(static field => field.Key));
        Assert.Equal(("info", "kustomization", "kustomize.toolkit.fluxcd.io", "Kustomization", "flux-system"), (line.Text("level"), line.Text("controller"), line.Text("controllerGroup"), line.Text("controllerKind"), line.Text("namespace")));
        Assert.Equal("podinfo", line.Text("Kustomization", "name"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", line.Text("ts"));
        Assert.Matches(@"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", line.Text("reconcileID"));
        Assert.Matches(@"^Reconciliation finished in .+s, next run in 30m0s$", line.Text("msg"));
        Assert.StartsWith("main@sha1:", line.Text("revision"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_world_has_the_last_hours_of_its_past_in_order()
    {
        foreach (var controller in (string[])["kustomize-controller", "source-controller"])
        {
            var lines = await Log(controller, "sinceSeconds=10900");
            var times = lines.Select(static line => line.Text("ts")!).ToArray();
            Assert.Equal(times.Order(StringComparer.Ordinal), times);
            Assert.True(lines.Length >= 3, $"{controller}: {lines.Length}");
            Assert.Equal(lines.Length, lines.Select(static line => (line.Text("controllerKind"), line.Text("name"), line.Text("reconcileID"))).Distinct().Count());
        }
    }

    [Fact]
    public async Task What_was_reconciled_within_the_hour_has_an_event_with_its_revision()
    {
        var events = await _api.Get("/api/v1/namespaces/flux-system/events?fieldSelector=involvedObject.kind%3DKustomization");
        var item = events.Objects("items").First(static item => item.Text("reason") == "ReconciliationSucceeded");
        Assert.Equal(("Normal", "kustomize-controller", "kustomize-controller"), (item.Text("type"), item.Text("reportingComponent"), item.Text("source", "component")));
        Assert.StartsWith("main@sha1:", item.Annotation("kustomize.toolkit.fluxcd.io/revision"), StringComparison.Ordinal);
        var now = _api.World.Clock.GetUtcNow();
        Assert.All(events.Objects("items"), item => Assert.InRange(item.Time("lastTimestamp")!.Value, now.AddHours(-1), now));
        Assert.Contains(events.Objects("items"), item => item.Time("lastTimestamp") < now.AddMinutes(-10));
        _api.World.Advance(TimeSpan.FromMinutes(61));
        var later = await _api.Get("/api/v1/namespaces/flux-system/events?fieldSelector=involvedObject.kind%3DKustomization");
        Assert.DoesNotContain(later.Objects("items"), old => old.Name() == item.Name() && old.Number("count") == 1);
    }

    [Fact]
    public async Task An_error_is_the_last_field_of_its_line_and_annotations_for_events_go_along()
    {
        var store = _api.World.Store;
        var app = store.Get(FluxKinds.Kustomizations, "flux-system", "podinfo")!;
        app.Child("metadata").Child("annotations")["event.toolkit.fluxcd.io/team"] = "platform";
        var telling = _api.World.Flux.Telling;
        telling.Log(app, "kustomize-controller", "Reconciliation failed after 1s, next try in 2m0s", "it \"went\" <wrong>\nand how", new JsonObject { ["revision"] = "main@sha1:1" });
        telling.Event(app, "kustomize-controller", isError: true, "BuildFailed", "no such path");
        var line = (await Log("kustomize-controller", "tailLines=1"))[0];
        Assert.Equal(("error", "it \"went\" <wrong>\nand how", "error"), (line.Text("level"), line.Text("error"), line.Last().Key));
        var told = Assert.Single(store.List(KubeResources.Events, "flux-system"), static item => item.Text("reason") == "BuildFailed");
        Assert.Equal(("Warning", "platform"), (told.Text("type"), told.Annotation("event.toolkit.fluxcd.io/team")));
    }

    [Fact]
    public async Task A_controller_without_a_pod_says_nothing()
    {
        await _api.Patch("/apis/apps/v1/namespaces/flux-system/deployments/kustomize-controller/scale", """{"spec":{"replicas":0}}""");
        _api.World.Advance(TimeSpan.FromMinutes(1));
        _api.World.Flux.Telling.Log(_api.World.Store.Get(FluxKinds.Kustomizations, "flux-system", "podinfo")!, "kustomize-controller", "nobody says this");
        await _api.Patch("/apis/apps/v1/namespaces/flux-system/deployments/kustomize-controller/scale", """{"spec":{"replicas":1}}""");
        _api.World.Advance(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(await Log("kustomize-controller"), static line => line.Text("msg") == "nobody says this");
    }
}
