using K8sOps.Flux;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

public sealed class FluxWorkloadServiceTests
{
    private readonly FluxServer _server = new();
    private readonly RecordingSink _sink = new();

    private static string Inventory(params string[] ids) => $$""","inventory":{"entries":[{{string.Join(',', ids.Select(i => $$"""{"id":"{{i}}","v":"v1"}"""))}}]}""";

    private static string Workload(string name, string ns, string labels = "") => $$$"""{"metadata":{"name":"{{{name}}}","namespace":"{{{ns}}}","labels":{ {{{labels}}} } },"spec":{} }""";

    [Fact]
    public async Task The_workloads_of_a_Kustomization_are_those_of_its_inventory_in_its_order()
    {
        _server.Add(KubeResources.Deployments, Workload("web", "media")).Add(KubeResources.StatefulSets, Workload("db", "databases")).Add(KubeResources.Deployments, Workload("other", "media"));
        Assert.Equal(["StatefulSet databases/db", "Deployment media/web"], await FindAsync(FluxKinds.Kustomizations, FluxSamples.App("podinfo",
            status: Inventory("_media__Namespace", "databases_db_apps_StatefulSet", "media_web_apps_Deployment", "media_web__Service", "_system__node_rbac.authorization.k8s.io_ClusterRole", "odd"))));
    }

    [Fact]
    public async Task A_workload_that_is_gone_is_said_and_the_others_are_found()
    {
        _server.Add(KubeResources.Deployments, Workload("web", "media"));
        Assert.Equal(["Deployment media/web"], await FindAsync(FluxKinds.Kustomizations, FluxSamples.App("podinfo", status: Inventory("media_gone_apps_Deployment", "media_web_apps_Deployment"))));
        Assert.Contains(_sink.Notes, n => n == "Deployment media/gone is in the inventory of Kustomization flux-system/podinfo, and is not there on infra.");
    }

    [Fact]
    public async Task A_release_without_an_inventory_is_found_by_its_labels_in_any_namespace()
    {
        const string Own = """ "helm.toolkit.fluxcd.io/name":"grafana","helm.toolkit.fluxcd.io/namespace":"selfhosted" """;
        _server.Add(KubeResources.Deployments, Workload("grafana", "selfhosted", Own)).Add(KubeResources.DaemonSets, Workload("agent", "kube-system", Own))
            .Add(KubeResources.Deployments, Workload("namesake", "selfhosted", """ "helm.toolkit.fluxcd.io/name":"grafana","helm.toolkit.fluxcd.io/namespace":"other" """));
        Assert.Equal(["Deployment selfhosted/grafana", "DaemonSet kube-system/agent"], await FindAsync(FluxKinds.HelmReleases, FluxSamples.Release("grafana")));
    }

    [Fact]
    public async Task Who_may_read_one_namespace_only_is_told_that_it_was_looked_in()
    {
        const string Own = """ "helm.toolkit.fluxcd.io/name":"grafana","helm.toolkit.fluxcd.io/namespace":"selfhosted" """;
        _server.Add(KubeResources.Deployments, Workload("grafana", "dashboards", Own));
        _server.Instead = r => r.PathAndQuery.StartsWith("/apis/apps/v1/deployments", StringComparison.Ordinal) ? FluxServer.Refused(403, "Forbidden", "deployments.apps is forbidden") : null;
        Assert.Equal(["Deployment dashboards/grafana"], await FindAsync(FluxKinds.HelmReleases, FluxSamples.Release("grafana", """ "targetNamespace":"dashboards" """)));
        Assert.Contains(_sink.Notes, n => n.Contains("in namespace dashboards only", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_of_apps_is_refused_with_the_apps_that_it_applies()
    {
        var error = await Assert.ThrowsAsync<OperationException>(() => FindAsync(FluxKinds.Kustomizations, FluxSamples.App("cluster-apps", status: Inventory("flux-system_podinfo_kustomize.toolkit.fluxcd.io_Kustomization", "media_jellyfin_helm.toolkit.fluxcd.io_HelmRelease"))));
        Assert.Equal(("NoWorkloads", "Restart-FluxApp -Cluster infra -Kind Kustomization -Namespace flux-system -Name podinfo"), (error.Id, error.Remedy));
        Assert.EndsWith("but other apps: Kustomization flux-system/podinfo, HelmRelease media/jellyfin.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","inventory":{"entries":[{"id":"media_config__ConfigMap","v":"v1"}]}""")]
    public async Task An_app_without_workloads_is_refused(string status)
        => Assert.Equal("NoWorkloads", (await Assert.ThrowsAsync<OperationException>(() => FindAsync(FluxKinds.Kustomizations, FluxSamples.App("podinfo", status: status)))).Id);

    [Fact]
    public async Task An_app_of_another_cluster_is_refused()
    {
        var error = await Assert.ThrowsAsync<OperationException>(() => FindAsync(FluxKinds.Kustomizations, FluxSamples.App("podinfo", """ "kubeConfig":{"secretRef":{"name":"edge"} } """, status: Inventory("media_web_apps_Deployment"))));
        Assert.Equal("NoWorkloads", error.Id);
        Assert.Contains("another cluster", error.Message, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string>> FindAsync(KubeResource resource, string json)
        => (await new FluxWorkloadService(_server.Cluster()).FindAsync(new FluxTarget(resource, Sample.Parse(json)), _sink.Context)).Select(w => w.ToString()).ToList();
}
