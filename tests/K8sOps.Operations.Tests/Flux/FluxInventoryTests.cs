using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

public sealed class FluxInventoryTests
{
    private readonly ScriptedServer _server = new ScriptedServer().Add("/api/v1/secrets").Add("/apis/apiextensions.k8s.io/v1/customresourcedefinitions");

    [Theory]
    [InlineData("media_sonarr_apps_Deployment", "apps", "Deployment", "media", "sonarr")]
    [InlineData("media_sonarr__Service", "", "Service", "media", "sonarr")]
    [InlineData("_media__Namespace", "", "Namespace", null, "media")]
    [InlineData("_system__controller__flux_rbac.authorization.k8s.io_ClusterRole", "rbac.authorization.k8s.io", "ClusterRole", null, "system:controller:flux")]
    [InlineData("media_read_only_rbac.authorization.k8s.io_Role", "rbac.authorization.k8s.io", "Role", "media", "read_only")]
    [InlineData("media_ends____ConfigMap", "", "ConfigMap", "media", "ends:")]
    public void An_id_is_read_from_its_ends(string id, string group, string kind, string? ns, string name)
        => Assert.Equal(new FluxInventoryEntry(group, "v1", kind, ns, name), FluxInventory.Parse(id, "v1"));

    [Theory]
    [InlineData("")]
    [InlineData("media")]
    [InlineData("media_sonarr")]
    [InlineData("media_sonarr_apps")]
    [InlineData("media__apps_Deployment")]
    [InlineData("media_sonarr_apps_")]
    [InlineData(null)]
    public void What_is_no_id_is_none(string? id) => Assert.Null(FluxInventory.Parse(id, "v1"));

    [Fact]
    public void An_inventory_keeps_its_order_and_tells_what_it_could_not_read()
    {
        var live = Sample.Parse("""{"status":{"inventory":{"entries":[{"id":"media_b_apps_Deployment","v":"v1"},{"id":"broken","v":"v1"},{"v":"v1"},null,"text",{"id":"_a__Namespace"}]}}}""");
        var found = FluxInventory.Of(live)!;
        Assert.Equal(["Deployment media/b", "Namespace a"], found.Entries.Select(e => e.ToString()));
        Assert.Equal(("apps/v1", ""), (found.Entries[0].ApiVersion, found.Entries[1].Version));
        Assert.Equal(4, found.Unreadable.Count);
        Assert.Equal("broken", found.Unreadable[0]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"status":{}}""")]
    [InlineData("""{"status":{"inventory":null}}""")]
    [InlineData("""{"status":{"inventory":{"entries":"none"}}}""")]
    public void An_app_without_an_inventory_has_none(string json) => Assert.Null(FluxInventory.Of(Sample.Parse(json)));

    [Fact]
    public void Apps_are_told_apart_by_group_and_kind()
        => Assert.Equal([true, true, false, false], ((string[])["a_b_kustomize.toolkit.fluxcd.io_Kustomization", "a_b_helm.toolkit.fluxcd.io_HelmRelease", "a_b_kustomize.config.k8s.io_Kustomization", "a_b__Service"]).Select(i => FluxInventory.Parse(i, "v1")!.IsApp));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_release_is_read_from_the_secret_that_its_history_names(bool gzip)
    {
        Secret(HelmReleaseSample.Packed(HelmReleaseSample.Release("""
            ---
            # Source: grafana/templates/nothing.yaml
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: elsewhere}
            ---
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: apps/v1, kind: Deployment, metadata: {name: grafana}}
            - {apiVersion: v1, kind: Service, metadata: {name: grafana}}
            ---
            just a text
            """), gzip));
        var found = (await HelmReleaseManifest.ReadAsync(_server.Cluster(), HelmReleaseSample.App()))!;
        Assert.Equal(("grafana", "monitoring", 3), (found.Name, found.Namespace, found.Release));
        Assert.Equal(["ConfigMap elsewhere/settings", "Deployment grafana", "Service grafana"], found.Entries.Select(e => e.ToString()));
        Assert.Equal(["v1", "apps/v1", "v1"], found.Entries.Select(e => e.ApiVersion));
        Assert.Contains("GET /api/v1/namespaces/monitoring/secrets/sh.helm.release.v1.grafana.v3", _server.Requests);
    }

    [Fact]
    public async Task A_release_that_was_never_made_or_whose_secret_is_gone_is_none()
    {
        Assert.Null(await HelmReleaseManifest.ReadAsync(_server.Cluster(), HelmReleaseSample.App()));
        Assert.Null(await HelmReleaseManifest.ReadAsync(_server.Cluster(), HelmReleaseSample.App("""{"history":[]}""")));
        Assert.Null(await HelmReleaseManifest.ReadAsync(_server.Cluster(), HelmReleaseSample.App("{}")));
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "!!!", "base-64" },
        { Convert.ToBase64String(Encoding.ASCII.GetBytes("!!!")), "base-64" },
        { HelmReleaseSample.Wrapped([0x1f, 0x8b, 0x08, 0, 1, 2, 3]), "" },
        { HelmReleaseSample.Wrapped("null"u8.ToArray()), "empty" },
        { HelmReleaseSample.Wrapped("{\"manifest\":"u8.ToArray()), "" },
        { HelmReleaseSample.Packed(HelmReleaseSample.Release("a: [1")), "" },
        { HelmReleaseSample.Packed(HelmReleaseSample.Release(new string(' ', HelmReleaseManifest.MostBytes))), "more than 64 MiB" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_secret_that_holds_no_release_is_an_error_that_names_it(string data, string says)
    {
        Secret(data);
        var error = await Assert.ThrowsAsync<OperationException>(() => HelmReleaseManifest.ReadAsync(_server.Cluster(), HelmReleaseSample.App()));
        Assert.Equal(("ReleaseUnreadable", "monitoring/sh.helm.release.v1.grafana.v3"), (error.Id, error.Target));
        Assert.Contains(says, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_release_without_an_inventory_is_placed_by_what_the_server_serves_and_its_definitions_are_found_by_label()
    {
        Secret(HelmReleaseSample.Packed(HelmReleaseSample.Release("""
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: grafana}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: dashboards, namespace: wrong}}
            ---
            {apiVersion: example.org/v1, kind: Thing, metadata: {name: unknown}}
            """)));
        _server.Answer("/api", 200, """{"kind":"APIVersions","versions":["v1"]}""").Answer("/api/v1", 200, """{"kind":"APIResourceList","resources":[{"name":"namespaces","kind":"Namespace","namespaced":false,"verbs":["get"]}]}""");
        _server.Answer("/apis", 200, """{"kind":"APIGroupList","groups":[{"name":"apps","versions":[{"groupVersion":"apps/v1","version":"v1"}]}]}""");
        _server.Answer("/apis/apps/v1", 200, """{"kind":"APIResourceList","resources":[{"name":"deployments","kind":"Deployment","namespaced":true,"verbs":["get"]}]}""");
        _server.Add("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Sample.Parse("""{"metadata":{"name":"dashboards.grafana.org"}}"""));
        var found = (await new FluxInventoryService(_server.Cluster()).ReadAsync(new FluxTarget(FluxKinds.HelmReleases, HelmReleaseSample.App())))!;
        Assert.Equal(["Deployment monitoring/grafana", "Namespace dashboards", "Thing unknown", "CustomResourceDefinition dashboards.grafana.org"], found.Entries.Select(e => e.ToString()));
        Assert.Contains(_server.Requests, r => r.Contains("labelSelector=helm.toolkit.fluxcd.io/name=grafana,helm.toolkit.fluxcd.io/namespace=monitoring", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_release_with_an_inventory_needs_no_secret()
    {
        var app = HelmReleaseSample.App("""{"inventory":{"entries":[{"id":"monitoring_grafana_apps_Deployment","v":"v1"}]},"history":[{"name":"grafana","version":3}]}""");
        Assert.Equal("Deployment monitoring/grafana", Assert.Single((await new FluxInventoryService(_server.Cluster()).ReadAsync(new FluxTarget(FluxKinds.HelmReleases, app)))!.Entries).ToString());
        Assert.Empty(_server.Requests);
    }

    private void Secret(string data) => _server.Add("/api/v1/secrets", HelmReleaseSample.Secret(data));
}
