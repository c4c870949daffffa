using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

public sealed class FluxTraceTests
{
    private readonly ScriptedServer _server = new ScriptedServer().Serve([.. FluxKinds.All, KubeResources.Deployments, KubeResources.ReplicaSets, KubeResources.Pods]);
    private readonly RecordingSink _sink = new();

    public FluxTraceTests()
    {
        _server.Add(FluxKinds.Kustomizations.Path(null), App("flux-system", "flux-system"), App("apps", "flux-system"), App("web", "apps"));
        _server.Add(FluxKinds.GitRepositories.Path(null), Sample.Parse(FluxSamples.App("git", """ "interval":"1h","url":"https://ci:secret@git.example.org/a","ref":{"branch":"main"} """, status: ""","artifact":{"revision":"main@sha1:aa11"}""")));
        _server.Add(KubeResources.ReplicaSets.Path(null), Object("web-7d9", owner: ("apps/v1", "Deployment", "web")));
        _server.Add(KubeResources.Deployments.Path(null), Object("web", label: "web"));
        _server.Add(KubeResources.Pods.Path(null), Object("web-7d9-x", owner: ("apps/v1", "ReplicaSet", "web-7d9")), Object("web-7d9-y", owner: ("apps/v1", "ReplicaSet", "web-7d9")), Object("bare"), Object("orphan", owner: ("apps/v1", "ReplicaSet", "gone")));
    }

    [Fact]
    public async Task A_pod_is_traced_through_its_owners_to_the_app_its_parents_and_the_revision_of_the_source()
    {
        var trace = Assert.Single(await TraceAsync("pod", "web-7d9-x"));
        Assert.Equal(("Pod", "media", "web-7d9-x", "v1"), (trace.Kind, trace.Namespace, trace.Name, trace.ApiVersion));
        Assert.Equal(["ReplicaSet media/web-7d9", "Deployment media/web"], trace.Owners);
        Assert.Equal("labels of Deployment media/web", trace.FoundBy);
        Assert.Equal(("Kustomization", "flux-system", "web", true, "Ready", "./apps/web", "main@sha1:6e7b"), (trace.AppKind, trace.AppNamespace, trace.AppName, trace.AppReady, trace.AppStatus, trace.AppPath, trace.AppRevision));
        Assert.Equal(["Kustomization flux-system/apps", "Kustomization flux-system/flux-system"], trace.Parents);
        Assert.Equal(("GitRepository", "git", true, "https://git.example.org/a", "branch main", "main@sha1:aa11"), (trace.SourceKind, trace.SourceName, trace.SourceReady, trace.SourceUrl, trace.SourceReference, trace.SourceRevision));
        Assert.Null(trace.HelmChart);
    }

    [Fact]
    public async Task Many_pods_of_an_app_read_it_once()
    {
        Assert.Equal(2, (await TraceAsync("pods", "web-*")).Count);
        Assert.Single(_server.Requests, r => r.EndsWith("/kustomizations/web", StringComparison.Ordinal));
        Assert.Single(_server.Requests, r => r.EndsWith("/gitrepositories/git", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bare", "Flux does not manage it.")]
    [InlineData("orphan", "Flux does not manage it.")]
    public async Task What_flux_does_not_manage_is_an_error_that_says_what_was_looked_at(string name, string says)
    {
        var error = await Assert.ThrowsAsync<OperationException>(() => TraceAsync("pod", name));
        Assert.Equal(("NotManaged", $"Pod media/{name}"), (error.Id, error.Target));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_names_the_owners_and_who_set_the_fields()
    {
        var deployment = Object("loose");
        deployment["metadata"]!["managedFields"] = JsonNode.Parse("""[{"manager":"kustomize-controller","operation":"Apply","fieldsV1":{"f:spec":{}}}]""");
        _server.Add(KubeResources.Deployments.Path(null), deployment);
        _server.Add(KubeResources.Pods.Path(null), Object("loose-1", owner: ("apps/v1", "Deployment", "loose")));
        var errors = new List<OperationException>();
        Assert.Single(await TraceAsync("pod", errors.Add, "loose-1", "web-7d9-x"));
        Assert.Contains("neither it nor what owns it (Deployment media/loose)", Assert.Single(errors).Message, StringComparison.Ordinal);
        Assert.Contains("Fields of Deployment media/loose were set by a Kustomization", errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_without_labels_is_found_in_an_inventory()
    {
        var app = App("silent", "apps");
        app["status"]!["inventory"] = JsonNode.Parse("""{"entries":[{"id":"media_bare__Pod","v":"v1"}]}""");
        _server.Add(FluxKinds.Kustomizations.Path(null), app);
        var trace = Assert.Single(await TraceAsync("pod", "bare"));
        Assert.Equal(("silent", "inventory of Kustomization flux-system/silent"), (trace.AppName, trace.FoundBy));
    }

    [Fact]
    public async Task Where_the_inventories_may_not_be_searched_the_error_says_so()
    {
        _server.Forbid(FluxKinds.Kustomizations.Path(null), "kustomizations", "kustomize.toolkit.fluxcd.io");
        Assert.Contains("could not be searched", (await Assert.ThrowsAsync<OperationException>(() => TraceAsync("pod", "bare"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_root_that_applies_itself_has_no_parents()
    {
        var trace = Assert.Single(await RunAsync("kustomizations.kustomize.toolkit.fluxcd.io", null, null, "flux-system"));
        Assert.Equal(("flux-system", 0), (trace.AppName, trace.Parents.Count));
    }

    [Fact]
    public async Task An_app_and_a_source_that_are_gone_or_forbidden_are_told_as_such()
    {
        _server.Add(KubeResources.Deployments.Path(null), Object("lost", label: "nowhere"));
        var lost = Assert.Single(await TraceAsync("deployment", "lost"));
        Assert.Equal(("nowhere", "Missing", false, (string?)null), (lost.AppName, lost.AppStatus, lost.AppReady, lost.SourceKind));
        _server.Forbid(FluxKinds.GitRepositories.Path("flux-system", "git"), "gitrepositories", "source.toolkit.fluxcd.io");
        var trace = Assert.Single(await TraceAsync("deployments.apps", "web"));
        Assert.Equal(("Ready", "Unknown", "git"), (trace.AppStatus, trace.SourceStatus, trace.SourceName));
        Assert.Contains("forbidden", trace.SourceMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_is_traced_over_its_chart_to_the_repository_and_an_artifact_to_its_commit()
    {
        _server.Add(FluxKinds.HelmReleases.Path(null), Sample.Parse(FluxSamples.Release("grafana", status: ""","helmChart":"flux-system/selfhosted-grafana","history":[{"name":"grafana","version":3,"chartVersion":"6.9.3"}]""")), Sample.Parse(FluxSamples.Release("loki", """ "chartRef":{"kind":"OCIRepository","name":"loki","namespace":"flux-system"} """)));
        _server.Add(FluxKinds.HelmRepositories.Path(null), Sample.Parse(FluxSamples.App("charts", """ "url":"https://charts.example.org" """)));
        _server.Add(FluxKinds.OciRepositories.Path(null), Sample.Parse(FluxSamples.App("loki", """ "url":"oci://registry.example.org/loki","ref":{"tag":"6.1.0"} """, status: ""","artifact":{"revision":"6.1.0@sha256:bb","metadata":{"org.opencontainers.image.revision":"main@sha1:cc33","org.opencontainers.image.source":"https://git.example.org/loki"} }""")));
        foreach (var name in (string[])["grafana", "loki"])
        {
            var o = Object(name);
            o["metadata"]!["labels"] = new JsonObject { ["helm.toolkit.fluxcd.io/name"] = name, ["helm.toolkit.fluxcd.io/namespace"] = "selfhosted" };
            _server.Add(KubeResources.Deployments.Path(null), o);
        }

        var grafana = Assert.Single(await TraceAsync("deployments.apps", "grafana"));
        Assert.Equal(("HelmRelease", "6.9.3", "podinfo 6.x", "HelmChart flux-system/selfhosted-grafana"), (grafana.AppKind, grafana.AppRevision, grafana.AppPath, grafana.HelmChart));
        Assert.Equal(("HelmRepository", "flux-system", "charts", "https://charts.example.org"), (grafana.SourceKind, grafana.SourceNamespace, grafana.SourceName, grafana.SourceUrl));
        var loki = Assert.Single(await TraceAsync("deployments.apps", "loki"));
        Assert.Equal(("OCIRepository", "6.1.0@sha256:bb", "main@sha1:cc33", "https://git.example.org/loki", (string?)null), (loki.SourceKind, loki.SourceRevision, loki.OriginRevision, loki.OriginUrl, loki.HelmChart));
    }

    [Fact]
    public async Task Owners_that_own_each_other_end()
    {
        _server.Add(KubeResources.Deployments.Path(null), Object("a", owner: ("apps/v1", "Deployment", "b")), Object("b", owner: ("apps/v1", "Deployment", "a")));
        Assert.Contains("Deployment media/b", (await Assert.ThrowsAsync<OperationException>(() => TraceAsync("deployments.apps", "a"))).Message, StringComparison.Ordinal);
    }

    private static JsonObject App(string name, string parent)
    {
        var app = Sample.Parse(FluxSamples.App(name, $$""" "interval":"10m","path":"./apps/{{name}}","sourceRef":{"kind":"GitRepository","name":"git"} """, status: ""","lastAppliedRevision":"main@sha1:6e7b" """));
        app["metadata"]!["labels"] = new JsonObject { ["kustomize.toolkit.fluxcd.io/name"] = parent, ["kustomize.toolkit.fluxcd.io/namespace"] = "flux-system" };
        return app;
    }

    private static JsonObject Object(string name, (string Version, string Kind, string Name)? owner = null, string? label = null)
    {
        var o = Sample.Parse($$$"""{"metadata":{"name":"{{{name}}}","namespace":"media"} }""");
        if (owner is var (version, kind, above)) o["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = version, ["kind"] = kind, ["name"] = above, ["controller"] = true });
        if (label is not null) o["metadata"]!["labels"] = new JsonObject { ["kustomize.toolkit.fluxcd.io/name"] = label, ["kustomize.toolkit.fluxcd.io/namespace"] = "flux-system" };
        return o;
    }

    private Task<List<FluxTrace>> TraceAsync(string kind, params string[] names) => RunAsync(kind, null, "media", names);

    private Task<List<FluxTrace>> TraceAsync(string kind, Action<OperationException>? onNotManaged, params string[] names) => RunAsync(kind, onNotManaged, "media", names);

    private async Task<List<FluxTrace>> RunAsync(string kind, Action<OperationException>? onNotManaged, string? ns, params string[] names)
        => await new FluxTraceService(_server.Cluster()).TraceAsync(new() { Kind = kind, Names = names, Namespaces = ns is null ? null : [ns] }, onNotManaged, _sink.Context).ToListAsync();
}
