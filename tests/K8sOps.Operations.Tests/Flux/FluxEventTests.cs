using K8sOps.Flux;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

public sealed class FluxEventTests
{
    private const string Events = "/api/v1/events";
    private readonly ScriptedServer _server = new ScriptedServer().Add(Events);
    private readonly RecordingSink _sink = new();
    private readonly List<OperationException> _errors = [];

    public FluxEventTests()
    {
        foreach (var kind in FluxKinds.All) _server.Add(kind.Path(null));
        _server.Add(FluxKinds.Kustomizations.Path(null), Sample.Parse(FluxSamples.App("podinfo")), Sample.Parse(FluxSamples.App("gitea", """ "sourceRef":{"kind":"OCIRepository","name":"gitea","namespace":"sources"} """)));
        _server.Add(FluxKinds.HelmReleases.Path(null), Sample.Parse(FluxSamples.Release("podinfo")), Sample.Parse(FluxSamples.Release("loki", """ "chartRef":{"kind":"HelmChart","name":"loki","namespace":"sources"} """)));
        _server.Add(FluxKinds.HelmCharts.Path(null), Sample.Parse(FluxSamples.App("loki", """ "chart":"loki","sourceRef":{"kind":"HelmRepository","name":"grafana"} """, ns: "sources")));
        Add("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "podinfo", "flux-system", 9);
        Add("source.toolkit.fluxcd.io/v1", "GitRepository", "git", "flux-system", 8, "Normal");
        Add("source.toolkit.fluxcd.io/v1", "OCIRepository", "gitea", "sources", 7);
        Add("helm.toolkit.fluxcd.io/v2", "HelmRelease", "podinfo", "selfhosted", 6);
        Add("source.toolkit.fluxcd.io/v1", "HelmChart", "selfhosted-podinfo", "flux-system", 5);
        Add("source.toolkit.fluxcd.io/v1", "HelmRepository", "charts", "flux-system", 4);
        Add("source.toolkit.fluxcd.io/v1", "HelmChart", "loki", "sources", 3);
        Add("source.toolkit.fluxcd.io/v1", "HelmRepository", "grafana", "sources", 2);
        Add("helm.cattle.io/v1", "HelmChart", "traefik", "kube-system", 1);
        Add("v1", "Pod", "podinfo", "selfhosted", 1);
        Add(null, "Receiver", "webhook", "flux-system", 0.5);
    }

    [Fact]
    public async Task Without_a_name_all_of_flux_is_told_and_nothing_of_others_that_have_kinds_of_the_same_names()
        => Assert.Equal(
            ["Kustomization podinfo", "GitRepository git", "OCIRepository gitea", "HelmRelease podinfo", "HelmChart selfhosted-podinfo", "HelmRepository charts", "HelmChart loki", "HelmRepository grafana", "Receiver webhook"],
            await ReadAsync(new()));

    [Fact]
    public async Task The_events_of_an_app_come_with_those_of_what_it_is_made_from()
    {
        Assert.Equal(["Kustomization podinfo", "GitRepository git"], await ReadAsync(new() { Names = ["podinfo"], Kinds = ["ks"] }));
        Assert.Equal(["HelmRelease podinfo", "HelmChart selfhosted-podinfo", "HelmRepository charts"], await ReadAsync(new() { Names = ["podinfo"], Kinds = ["HelmRelease"] }));
        Assert.Equal(["OCIRepository gitea"], await ReadAsync(new() { Names = ["gitea"], Namespaces = ["flux-system"] }));
        Assert.Equal(["HelmChart loki", "HelmRepository grafana"], await ReadAsync(new() { Names = ["loki"], Kinds = ["hr"] }));
    }

    [Fact]
    public async Task A_source_and_a_kind_without_a_list_of_ours_are_found_by_name()
    {
        Assert.Equal(["HelmChart loki", "HelmRepository grafana"], await ReadAsync(new() { Names = ["loki"], Kinds = ["chart"] }));
        Assert.Equal(["Receiver webhook"], await ReadAsync(new() { Names = ["web*"], Kinds = ["receiver"] }));
        Assert.Equal(["Receiver webhook"], await ReadAsync(new() { Kinds = ["Receiver"] }));
    }

    [Fact]
    public async Task Type_time_and_namespace_narrow()
    {
        Assert.Equal(["GitRepository git"], await ReadAsync(new() { Type = "Normal" }));
        Assert.Equal(["HelmRepository grafana", "Receiver webhook"], await ReadAsync(new() { Since = ScriptedServer.Now.AddMinutes(-2.5) }));
        Assert.Equal(["OCIRepository gitea", "HelmChart loki", "HelmRepository grafana"], await ReadAsync(new() { Namespaces = ["sources"] }));
    }

    [Fact]
    public async Task A_name_that_nothing_has_is_an_error_and_a_kind_of_others_is_refused()
    {
        Assert.Empty(await ReadAsync(new() { Names = ["podinof"], OnMissing = _errors.Add }));
        Assert.Equal("NotFound", Assert.Single(_errors).Id);
        Assert.Empty(await ReadAsync(new() { Names = ["podinof*"] }));
        Assert.Equal("KindMismatch", (await Assert.ThrowsAsync<OperationException>(() => ReadAsync(new() { Kinds = ["Pod"] }))).Id);
    }

    private void Add(string? version, string kind, string name, string ns, double minutesAgo, string type = "Warning")
    {
        var e = Sample.Event(kind, name, "Told", "words", ns, type, minutesAgo);
        e["involvedObject"]!["namespace"] = ns;
        if (version is not null) e["involvedObject"]!["apiVersion"] = version;
        _server.Add(Events, e);
    }

    private async Task<List<string>> ReadAsync(FluxEventQuery query)
        => await new FluxEventService(_server.Cluster()).ListAsync(query, _sink.Context).Select(e => $"{e.RegardingKind} {e.RegardingName}").ToListAsync();
}
