using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

public sealed class FluxTreeTests
{
    private static readonly KubeResource s_configMaps = new("", "v1", "configmaps", "ConfigMap", IsNamespaced: true);
    private static readonly KubeResource s_secrets = new("", "v1", "secrets", "Secret", IsNamespaced: true);
    private static readonly KubeResource s_definitions = new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", IsNamespaced: false);

    private readonly ScriptedServer _server = new ScriptedServer().Serve([.. FluxKinds.All, KubeResources.Deployments, KubeResources.Services, s_configMaps, s_secrets, s_definitions]);
    private readonly RecordingSink _sink = new();
    private readonly List<OperationException> _errors = [];

    public FluxTreeTests()
    {
        App("flux-system", null, "flux-system_flux-system_kustomize.toolkit.fluxcd.io_Kustomization", "flux-system_apps_kustomize.toolkit.fluxcd.io_Kustomization", "flux-system_git_source.toolkit.fluxcd.io_GitRepository");
        App("apps", "flux-system", "media_sonarr_kustomize.toolkit.fluxcd.io_Kustomization", "media__settings__", "media_settings__ConfigMap");
        _server.Add(FluxKinds.GitRepositories.Path(null), Sample.Parse(FluxSamples.Source("git")));
        _server.Add(s_configMaps.Path(null), Object("settings"));
    }

    [Fact]
    public async Task A_tree_is_drawn_in_the_order_of_the_inventories()
    {
        App("sonarr", "apps", ns: "media", entries: ["media_sonarr_apps_Deployment", "media_sonarr__Service"]);
        _server.Add(KubeResources.Deployments.Path(null), Deployment("sonarr", ready: false));
        _server.Add(KubeResources.Services.Path(null), Object("sonarr"));
        var nodes = await ReadAsync(new());
        Assert.Equal(
            [
                "Kustomization flux-system",
                "├─ Kustomization flux-system",
                "├─ Kustomization apps",
                "│  ├─ Kustomization sonarr",
                "│  │  ├─ Deployment sonarr",
                "│  │  └─ Service sonarr",
                "│  └─ ConfigMap settings",
                "└─ GitRepository git",
            ],
            nodes.Select(n => $"{n.Branch}{n.Kind} {n.Name}"));
        Assert.Equal([0, 1, 1, 2, 3, 3, 2, 1], nodes.Select(n => n.Depth));
        Assert.Equal("Kustomization flux-system/flux-system > Kustomization flux-system/apps > ConfigMap media/settings", nodes[6].Path);
        Assert.Equal(("Kustomization flux-system/apps", "Kustomization flux-system/flux-system", "v1", "media"), (nodes[6].Parent, nodes[6].App, nodes[6].ApiVersion, nodes[6].Namespace));
        Assert.Equal([true, true, true, true, false, true, true, true], nodes.Select(n => n.Ready));
        Assert.Equal(("Progressing", "Current", "Ready"), (nodes[4].Status, nodes[5].Status, nodes[7].Status));
        Assert.Contains(_sink.Notes, n => n.Contains("'media__settings__'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_followed_says_why()
    {
        App("sonarr", "apps", ns: "media", entries: ["flux-system_apps_kustomize.toolkit.fluxcd.io_Kustomization"]);
        App("far", null, ns: "media", spec: """ "kubeConfig":{"secretRef":{"name":"edge"} } """, entries: ["media_sonarr_apps_Deployment"]);
        App("again", null, ns: "media", entries: ["media_sonarr_kustomize.toolkit.fluxcd.io_Kustomization"]);
        App("new", null, ns: "media", entries: null);
        Assert.Equal(
            ["it applies itself", "it stands above already", "it applies to another cluster", "it is shown before", "nothing tells what it has applied"],
            (await ReadAsync(new())).Select(n => n.NotFollowed).OfType<string>());
        Assert.Equal(["the tree ends here"], (await ReadAsync(new() { Names = ["flux-system"], Depth = 0 })).Select(n => n.NotFollowed));
        Assert.Equal(["Kustomization flux-system", "Kustomization flux-system", "Kustomization apps", "GitRepository git"], (await ReadAsync(new() { Names = ["flux-system"], Depth = 1 })).Select(n => $"{n.Kind} {n.Name}"));
    }

    [Fact]
    public async Task What_is_missing_is_missing_and_what_may_not_be_read_is_unknown()
    {
        App("sonarr", "apps", ns: "media", entries: ["media_gone_apps_Deployment", "media_key__Secret", "media_x_example.org_Thing", "media_absent_kustomize.toolkit.fluxcd.io_Kustomization"]);
        _server.Forbid("/api/v1/namespaces/media/secrets/key", "secrets");
        var nodes = (await ReadAsync(new() { Names = ["sonarr"] })).Skip(1).ToList();
        Assert.Equal(["Missing", "Unknown", "Missing", "Missing"], nodes.Select(n => n.Status));
        Assert.All(nodes, n => Assert.False(n.Ready));
        Assert.Contains("secrets", nodes[1].Message, StringComparison.Ordinal);
        Assert.Contains("serves no kind Thing of example.org", nodes[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_objects_of_a_kind_are_listed_once_and_without_their_contents_where_they_have_no_state()
    {
        var names = Enumerable.Range(0, 40).Select(i => $"c{i:00}").ToList();
        App("sonarr", null, ns: "media", entries: [.. names.Select(n => $"media_{n}__ConfigMap")]);
        App("radarr", null, ns: "media", entries: ["media_c01__ConfigMap", "media_c99__ConfigMap"]);
        _server.Add(s_configMaps.Path(null), [.. names.Skip(1).Select(n => Object(n))]);
        var nodes = await ReadAsync(new() { Names = ["sonarr", "radarr"] });
        Assert.Equal(["c00", "c99"], nodes.Where(n => n.Status == "Missing").Select(n => n.Name));
        Assert.Equal(40, nodes.Count(n => n.Status == "Current"));
        Assert.Single(_server.Requests, r => r.Contains("configmaps", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_may_not_list_a_kind_gets_its_objects_one_by_one()
    {
        App("sonarr", null, ns: "media", entries: [.. Enumerable.Range(0, 15).Select(i => $"media_c{i:00}__ConfigMap")]);
        _server.Forbid("/api/v1/configmaps", "configmaps").Add(s_configMaps.Path(null), Object("c03"));
        _server.Answer("/api/v1/namespaces/media/configmaps/c03", 200, Object("c03").ToJsonString());
        Assert.Equal("c03", Assert.Single(await ReadAsync(new() { Names = ["sonarr"] }), n => n.Status == "Current").Name);
    }

    [Fact]
    public async Task Without_status_only_the_apps_are_read()
    {
        App("sonarr", "apps", ns: "media", entries: ["media_gone_apps_Deployment"]);
        var nodes = await ReadAsync(new() { WithStatus = false });
        Assert.Equal(["Kustomization", "Kustomization", "Kustomization", "Kustomization"], nodes.Where(n => n.Status.Length > 0).Select(n => n.Kind));
        Assert.DoesNotContain(_server.Requests, r => r.Contains("deployments", StringComparison.Ordinal) || r.Contains("configmaps", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_release_is_followed_through_its_secret_and_one_whose_secret_is_forbidden_is_told()
    {
        App("sonarr", null, ns: "media", entries: ["monitoring_grafana_helm.toolkit.fluxcd.io_HelmRelease"]);
        _server.Add(FluxKinds.HelmReleases.Path(null), HelmReleaseSample.App());
        _server.Add(s_secrets.Path(null), HelmReleaseSample.Secret(HelmReleaseSample.Packed(HelmReleaseSample.Release("""{apiVersion: apps/v1, kind: Deployment, metadata: {name: grafana}}"""))));
        Assert.Equal(["Kustomization media/sonarr", "HelmRelease monitoring/grafana", "Deployment monitoring/grafana"], (await ReadAsync(new() { Names = ["sonarr"] })).Select(n => $"{n.Kind} {n.Namespace}/{n.Name}"));
        _server.Forbid("/api/v1/namespaces/monitoring/secrets/sh.helm.release.v1.grafana.v3", "secrets");
        var release = Assert.Single(await ReadAsync(new() { Kinds = ["hr"], OnError = _errors.Add }));
        Assert.Equal("Forbidden", Assert.Single(_errors).Id);
        Assert.Equal(_errors[0].Message, release.NotFollowed);
    }

    [Fact]
    public async Task Where_a_namespace_is_chosen_its_topmost_apps_are_the_roots()
    {
        App("sonarr", "apps", ns: "media", entries: ["media_radarr_kustomize.toolkit.fluxcd.io_Kustomization"]);
        App("radarr", "sonarr", ns: "media", parentNamespace: "media", entries: []);
        Assert.Equal(["sonarr 0", "radarr 1"], (await ReadAsync(new() { Namespaces = ["media"] })).Select(n => $"{n.Name} {n.Depth}"));
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => ReadAsync(new() { Namespaces = ["mdeia"] }))).Id);
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => ReadAsync(new() { Names = ["sonar"] }))).Id);
    }

    private static JsonObject Object(string name, string ns = "media") => Sample.Parse($$$"""{"metadata":{"name":"{{{name}}}","namespace":"{{{ns}}}"} }""");

    private static JsonObject Deployment(string name, bool ready) => Sample.Workload(name, 1, $$"""{"observedGeneration":3,"replicas":1,"updatedReplicas":1,"readyReplicas":{{(ready ? 1 : 0)}},"availableReplicas":{{(ready ? 1 : 0)}}}""");

    private void App(string name, string? parent, params string[]? entries) => App(name, parent, "flux-system", "", entries);

    private void App(string name, string? parent, string ns, string spec = "", string[]? entries = null, string parentNamespace = "flux-system")
    {
        var app = Sample.Parse(FluxSamples.App(name, spec, ns: ns));
        if (entries is not null) app["status"]!["inventory"] = new JsonObject { ["entries"] = new JsonArray([.. entries.Select(e => new JsonObject { ["id"] = e, ["v"] = "v1" })]) };
        if (parent is not null) app["metadata"]!["labels"] = new JsonObject { ["kustomize.toolkit.fluxcd.io/name"] = parent, ["kustomize.toolkit.fluxcd.io/namespace"] = parentNamespace };
        _server.Add(FluxKinds.Kustomizations.Path(null), app);
    }

    private async Task<List<FluxTreeNode>> ReadAsync(FluxTreeQuery query) => await new FluxTreeService(_server.Cluster()).ReadAsync(query, _sink.Context).ToListAsync();
}
