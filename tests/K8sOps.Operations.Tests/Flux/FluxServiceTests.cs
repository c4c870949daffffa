using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

public sealed class FluxServiceTests
{
    private const string Apps = "/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations";
    private const string Releases = "/apis/helm.toolkit.fluxcd.io/v2/helmreleases";
    private readonly ScriptedServer _server = new();
    private readonly RecordingSink _sink = new();

    public FluxServiceTests()
    {
        _server.Add("/api/v1/namespaces", Sample.Parse("""{"metadata":{"name":"flux-system"}}"""), Sample.Parse("""{"metadata":{"name":"empty"}}"""));
        _server.Add(Apps, App("podinfo"), App("gitea", suspend: true));
        _server.Add(Releases, Release("podinfo", "selfhosted"));
    }

    [Fact]
    public async Task Kustomizations_and_HelmReleases_are_one_list()
    {
        var apps = await ListAsync(new FluxAppQuery());
        Assert.Equal(["Kustomization flux-system/podinfo", "Kustomization flux-system/gitea", "HelmRelease selfhosted/podinfo"], apps.Select(a => $"{a.Kind} {a.Namespace}/{a.Name}"));
        var app = apps[0];
        Assert.Equal((true, FluxState.Ready, "main@sha1:6e7be1a2b3c4", "./apps/podinfo"), (app.Ready, app.Status, app.Revision, app.Path));
        Assert.Equal(("GitRepository", "flux-system", "flux-system"), (app.SourceKind, app.SourceNamespace, app.SourceName));
        Assert.Equal(["flux-system/cilium", "other/thing"], app.DependsOn);
        Assert.Equal("Kustomization flux-system/cluster-apps", app.ManagedBy);
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 12, 20, 0, TimeSpan.Zero), app.NextReconcileAt);
        Assert.Equal("main@sha1:6e7be1a2b3c4 ReconciliationSucceeded", Assert.Single(app.History).ToString());
    }

    [Fact]
    public async Task A_release_tells_its_chart_its_failures_and_its_past()
    {
        var release = Assert.Single(await ListAsync(new FluxAppQuery { Kinds = ["hr"] }));
        Assert.Equal((FluxState.Stalled, false, "RetriesExceeded", "6.9.2", 2L), (release.Status, release.Ready, release.Reason, release.Revision, release.Failures));
        Assert.Equal(("podinfo", "6.x", "6.9.3", true), (release.Chart, release.ChartVersion, release.AttemptedRevision, release.Drifted));
        Assert.Equal(["v5 6.9.2 deployed", "v4 6.9.1 superseded"], release.History.Select(h => h.ToString()));
        Assert.Equal(("HelmRepository", "flux-system", "podinfo"), (release.SourceKind, release.SourceNamespace, release.SourceName));
        Assert.Null(release.NextReconcileAt);
        Assert.Empty(release.DependsOn);
    }

    [Fact]
    public async Task Who_suspended_an_app_is_read_from_our_word_or_from_its_managed_fields()
    {
        var gitea = Assert.Single(await ListAsync(new FluxAppQuery { Names = ["gitea"] }));
        Assert.Equal((FluxState.Suspended, true, "flux", new DateTimeOffset(2025, 12, 24, 9, 0, 0, TimeSpan.Zero)), (gitea.Status, gitea.Suspended, gitea.SuspendedBy, gitea.SuspendedAt));
        Assert.Null(gitea.NextReconcileAt);

        _server.Add(Apps, App("noted", suspend: true, annotations: """{"k8sops.io/suspend-by":"ann@desk","k8sops.io/suspend-reason":"disk swap","k8sops.io/suspend-at":"2026-01-15T11:00:00Z","k8sops.io/suspend-run":"20260115T105900Z-flux-1a2b"}"""));
        var noted = Assert.Single(await ListAsync(new FluxAppQuery { Names = ["noted"] }));
        Assert.Equal(("ann@desk", "disk swap", "20260115T105900Z-flux-1a2b", new DateTimeOffset(2026, 1, 15, 11, 0, 0, TimeSpan.Zero)), (noted.SuspendedBy, noted.SuspendedReason, noted.SuspendedRun, noted.SuspendedAt));
    }

    [Fact]
    public async Task What_we_noted_is_not_told_of_an_app_that_somebody_resumed()
    {
        _server.Add(Apps, App("resumed", annotations: """{"k8sops.io/suspend-by":"ann@desk","k8sops.io/suspend-reason":"disk swap"}"""));
        var app = Assert.Single(await ListAsync(new FluxAppQuery { Names = ["resumed"] }));
        Assert.Equal((false, null, null), (app.Suspended, app.SuspendedBy, app.SuspendedReason));
    }

    [Fact]
    public async Task A_literal_name_is_missing_only_when_no_kind_has_it()
    {
        var missing = new List<OperationException>();
        var found = await ListAsync(new FluxAppQuery { Names = ["gitea", "nosuch"], OnMissing = missing.Add });
        Assert.Single(found);
        Assert.Equal("Cannot find app nosuch on infra: there is none of that name.", Assert.Single(missing).Message);
        Assert.Empty(await ListAsync(new FluxAppQuery { Names = ["nosuch*"] }));
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => ListAsync(new FluxAppQuery { Namespaces = ["mistyped"] }))).Id);
        Assert.Empty(await ListAsync(new FluxAppQuery { Namespaces = ["empty"] }));
    }

    [Fact]
    public async Task A_Flux_without_its_helm_controller_has_Kustomizations_all_the_same()
    {
        _server.Answer(Releases, 404, "404 page not found\n");
        Assert.Equal(2, (await ListAsync(new FluxAppQuery())).Count);
        Assert.Equal("ApiNotInstalled", (await Assert.ThrowsAsync<OperationException>(() => ListAsync(new FluxAppQuery { Kinds = ["HelmRelease"] }))).Id);
        _server.Answer(Apps, 404, "404 page not found\n");
        Assert.Equal("ApiNotInstalled", (await Assert.ThrowsAsync<OperationException>(() => ListAsync(new FluxAppQuery()))).Id);
    }

    [Fact]
    public async Task What_may_not_be_read_is_an_error_that_names_the_rule()
    {
        _server.Forbid(Releases, "helmreleases", "helm.toolkit.fluxcd.io");
        var refused = await Assert.ThrowsAsync<OperationException>(() => ListAsync(new FluxAppQuery()));
        Assert.Equal("Forbidden", refused.Id);
        Assert.Contains("helmreleases.helm.toolkit.fluxcd.io", refused.Message, StringComparison.Ordinal);
        _server.Cut(Releases);
        Assert.Equal("ConnectionFailed", (await Assert.ThrowsAsync<OperationException>(() => ListAsync(new FluxAppQuery()))).Id);
    }

    [Fact]
    public async Task A_name_that_means_two_apps_has_to_be_told_apart()
    {
        var service = new FluxService(_server.Cluster());
        var both = await Assert.ThrowsAsync<OperationException>(() => service.AppTargetsAsync(null, null, ["podinfo"], null, _sink.Context, null));
        Assert.Equal("AmbiguousName", both.Id);
        Assert.Contains("Kustomization flux-system/podinfo and HelmRelease selfhosted/podinfo", both.Message, StringComparison.Ordinal);
        Assert.Equal("HelmRelease selfhosted/podinfo", Assert.Single(await service.AppTargetsAsync("hr", null, ["podinfo"], null, _sink.Context, null)).ToString());
        Assert.Equal("Kustomization flux-system/podinfo", Assert.Single(await service.AppTargetsAsync(null, "flux-system", ["podinfo"], null, _sink.Context, null)).ToString());
        Assert.Equal(2, (await service.AppTargetsAsync(null, null, ["pod*"], null, _sink.Context, null)).Count);
        Assert.Equal("Conflict", (await Assert.ThrowsAsync<OperationException>(() => service.AppTargetsAsync("ks", null, ["podinfo"], "another", _sink.Context, null))).Id);
        Assert.Equal("KindMismatch", (await Assert.ThrowsAsync<OperationException>(() => service.AppTargetsAsync("Pod", null, ["podinfo"], null, _sink.Context, null))).Id);
    }

    [Theory]
    [InlineData("https://ann:secret@git.example.org/infra.git", "https://git.example.org/infra.git")]
    [InlineData("ssh://git@git.example.org/infra.git", "ssh://git@git.example.org/infra.git")]
    [InlineData("oci://ghcr.io/stefanprodan/charts", "oci://ghcr.io/stefanprodan/charts")]
    [InlineData("not a url", "not a url")]
    public void A_password_in_a_URL_is_never_shown(string url, string shown) => Assert.Equal(shown, FluxReading.WithoutUser(url));

    [Fact]
    public async Task Sources_are_told_with_what_they_hold_and_what_is_asked_for()
    {
        _server.Add("/apis/source.toolkit.fluxcd.io/v1/gitrepositories", Sample.Parse("""
            {"metadata":{"name":"flux-system","namespace":"flux-system","generation":1},"spec":{"interval":"1h","url":"ssh://git@git.example.org/infra.git","ref":{"branch":"main"}},
             "status":{"observedGeneration":1,"artifact":{"revision":"main@sha1:6e7be1a2b3c4","url":"http://x","digest":"sha256:ab","size":4096,"lastUpdateTime":"2026-01-15T11:00:00Z"},
              "conditions":[{"type":"Ready","status":"False","reason":"GitOperationFailed","message":"authentication required","observedGeneration":1,"lastTransitionTime":"2026-01-15T11:30:00Z"}]}}
            """));
        _server.Add("/apis/source.toolkit.fluxcd.io/v1/helmrepositories", Sample.Parse("""{"metadata":{"name":"oci","namespace":"flux-system","generation":1},"spec":{"type":"oci","url":"oci://ghcr.io/charts"}}"""));
        foreach (var none in (string[])["ocirepositories", "helmcharts", "buckets"]) _server.Add($"/apis/source.toolkit.fluxcd.io/v1/{none}");
        var sources = new List<FluxSource>();
        await foreach (var source in new FluxService(_server.Cluster()).ListSourcesAsync(new FluxSourceQuery(), _sink.Context)) sources.Add(source);
        Assert.Equal(2, sources.Count);
        Assert.Equal((false, FluxState.Failed, "GitOperationFailed", "main@sha1:6e7be1a2b3c4", "branch main", 4096L), (sources[0].Ready, sources[0].Status, sources[0].Reason, sources[0].Revision, sources[0].Reference, sources[0].SizeBytes));
        Assert.Equal((true, true, FluxState.Ready), (sources[1].IsStatic, sources[1].Ready, sources[1].Status));
    }

    private async Task<List<FluxApp>> ListAsync(FluxAppQuery query)
    {
        var found = new List<FluxApp>();
        await foreach (var app in new FluxService(_server.Cluster()).ListAppsAsync(query, _sink.Context)) found.Add(app);
        return found;
    }

    private static JsonObject App(string name, bool suspend = false, string annotations = "{}") => Sample.Parse($$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"flux-system","uid":"uid-{{{name}}}","generation":2,"creationTimestamp":"2025-01-15T03:00:00Z","annotations":{{{annotations}}},
          "labels":{"kustomize.toolkit.fluxcd.io/name":"cluster-apps","kustomize.toolkit.fluxcd.io/namespace":"flux-system"},
          "managedFields":[{"manager":"kustomize-controller","operation":"Apply","time":"2025-01-15T03:00:00Z","fieldsV1":{"f:spec":{"f:interval":{} } } },{"manager":"flux","operation":"Update","time":"2025-12-24T09:00:00Z","fieldsV1":{"f:spec":{"f:suspend":{} } } }]},
         "spec":{"interval":"30m","prune":true,"path":"./apps/{{{name}}}","suspend":{{{(suspend ? "true" : "false")}}},"sourceRef":{"kind":"GitRepository","name":"flux-system"},"dependsOn":[{"name":"cilium"},{"name":"thing","namespace":"other"}]},
         "status":{"observedGeneration":2,"lastAppliedRevision":"main@sha1:6e7be1a2b3c4","lastAttemptedRevision":"main@sha1:6e7be1a2b3c4",
          "history":[{"digest":"sha256:0a","firstReconciled":"2026-01-01T00:00:00Z","lastReconciled":"2026-01-15T11:50:00Z","lastReconciledDuration":"1.2s","lastReconciledStatus":"ReconciliationSucceeded","totalReconciliations":80,"metadata":{"revision":"main@sha1:6e7be1a2b3c4"} }],
          "conditions":[{"type":"Ready","status":"True","reason":"ReconciliationSucceeded","message":"Applied revision: main@sha1:6e7be1a2b3c4","observedGeneration":2,"lastTransitionTime":"2026-01-15T11:50:00Z"}]} }
        """);

    private static JsonObject Release(string name, string ns) => Sample.Parse($$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"{{{ns}}}","uid":"uid-hr-{{{name}}}","generation":3},
         "spec":{"interval":"1h","chart":{"spec":{"chart":"podinfo","version":"6.x","sourceRef":{"kind":"HelmRepository","name":"podinfo","namespace":"flux-system"} } } },
         "status":{"observedGeneration":3,"failures":2,"lastAttemptedRevision":"6.9.3","helmChart":"flux-system/{{{ns}}}-{{{name}}}",
          "history":[{"name":"{{{name}}}","version":5,"status":"deployed","chartName":"podinfo","chartVersion":"6.9.2","appVersion":"6.9.2","firstDeployed":"2026-01-01T00:00:00Z","lastDeployed":"2026-01-02T00:00:00Z"},{"name":"{{{name}}}","version":4,"status":"superseded","chartVersion":"6.9.1"}],
          "conditions":[{"type":"Stalled","status":"True","reason":"RetriesExceeded","message":"Failed to upgrade after 1 attempt(s)","observedGeneration":3},{"type":"Drifted","status":"True","reason":"DriftDetected"},{"type":"Ready","status":"False","reason":"UpgradeFailed","observedGeneration":3}]} }
        """);
}
