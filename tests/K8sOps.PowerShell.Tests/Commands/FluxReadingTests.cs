using K8sOps.Host;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class FluxReadingTests
{
    private const string In = " -Cluster sandbox-infra";
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void The_tree_of_a_healthy_platform_has_nothing_missing_and_one_root()
    {
        var nodes = _sandbox.Get<FluxTreeNode>("Get-FluxTree" + In);
        Assert.All(nodes, n => Assert.True(n.Ready, $"{n.Kind} {n.Namespace}/{n.Name}: {n.Status} {n.Message}"));
        Assert.Equal("Kustomization flux-system/flux-system", Assert.Single(nodes, n => n.Depth == 0).App);
        Assert.Equal("Kustomization flux-system/podinfo", Assert.Single(nodes, n => n is { Kind: "Deployment", Name: "podinfo" }).Parent);
    }

    [Fact]
    public void What_a_scenario_broke_stands_below_its_app()
    {
        _sandbox.Get<K8sScenario>("Start-K8sScenario crash-loop" + In);
        var broken = Assert.Single(_sandbox.Get<FluxTreeNode>("Get-FluxTree" + In), n => n is { Ready: false, Kind: "Deployment" });
        Assert.Equal(("paperless", "Kustomization flux-system/paperless"), (broken.Name, broken.Parent));
        Assert.NotNull(broken.Message);
    }

    [Fact]
    public void Trees_of_several_clusters_stay_in_one_piece()
    {
        var nodes = _sandbox.Get<FluxTreeNode>("Get-FluxTree -NoStatus -Cluster sandbox-*");
        var turns = nodes.Zip(nodes.Skip(1)).Count(p => p.First.Cluster != p.Second.Cluster);
        Assert.Equal((1, 2), (turns, nodes.Count(n => n.Depth == 0)));
    }

    [Fact]
    public void Pods_are_traced_to_their_apps_and_what_is_not_managed_is_an_error_for_itself()
    {
        var traces = _sandbox.Get<FluxTrace>("Get-K8sPod -Namespace media" + In + " | Trace-FluxObject");
        Assert.Contains(traces, t => t.AppName == "sonarr" && t.SourceKind == "GitRepository" && t.AppRevision == t.SourceRevision && t.Owners.Count == 2);
        var result = _sandbox.Run("Get-K8sPod cilium-*,coredns-* -Namespace kube-system" + In + " | Trace-FluxObject");
        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, e => Assert.Equal("NotManaged,K8sOps.Flux.TraceFluxObjectCommand", e.FullyQualifiedErrorId));
    }

    [Fact]
    public void A_workload_and_any_resource_are_traced_too()
    {
        Assert.Equal("podinfo", Assert.Single(_sandbox.Get<FluxTrace>("Get-K8sWorkload podinfo -Kind Deployment" + In + " | Trace-FluxObject")).AppName);
        Assert.Equal("podinfo", Assert.Single(_sandbox.Get<FluxTrace>("Get-K8sResource configmaps podinfo-config -Namespace selfhosted" + In + " | Trace-FluxObject")).AppName);
    }

    [Fact]
    public void Events_and_logs_of_an_app_come_down_the_pipeline()
    {
        _sandbox.Get<K8sClock>("Step-K8sSandbox 70m" + In);
        var events = _sandbox.Get<K8sEvent>("Get-FluxApp podinfo -Kind ks" + In + " | Get-FluxEvent");
        Assert.NotEmpty(events);
        Assert.All(events, e => Assert.Contains(e.RegardingKind, (string[])["Kustomization", "GitRepository"]));
        var lines = _sandbox.Get<FluxLogLine>("Get-FluxApp podinfo -Kind ks" + In + " | Get-FluxLog");
        Assert.NotEmpty(lines);
        Assert.All(lines, l => Assert.Equal(("Kustomization", "flux-system", "podinfo", "kustomize-controller"), (l.Kind, l.Namespace, l.Name, l.Controller)));
        Assert.Equal(lines.Select(l => l.Time).Order(), lines.Select(l => l.Time));
    }

    [Fact]
    public void A_commit_that_the_server_refuses_is_told_by_tree_events_and_log_alike()
    {
        _sandbox.Get<K8sScenario>("Start-K8sScenario flux-bad-revision" + In);
        _sandbox.Get<K8sClock>("Step-K8sSandbox 10m" + In);
        var app = Assert.Single(_sandbox.Get<FluxTreeNode>("Get-FluxTree" + In), n => !n.Ready);
        Assert.Equal(("homepage", "Failed"), (app.Name, app.Status));
        var warnings = _sandbox.Get<K8sEvent>("Get-FluxEvent homepage -Type Warning" + In);
        var errors = _sandbox.Get<FluxLogLine>("Get-FluxLog homepage -Level Error -Since -10m" + In);
        Assert.NotEmpty(warnings);
        Assert.NotEmpty(errors);
        Assert.All([app.Message!, .. warnings.Select(w => w.Message), .. errors.Select(e => e.Error!)], m => Assert.Contains("field is immutable", m, StringComparison.Ordinal));
    }

    [Fact]
    public void The_events_of_an_app_tell_why_its_source_fails()
    {
        _sandbox.Get<K8sScenario>("Start-K8sScenario flux-source-unreachable" + In);
        _sandbox.Get<K8sClock>("Step-K8sSandbox 20m" + In);
        Assert.Contains(_sandbox.Get<K8sEvent>("Get-FluxApp sonarr -Kind ks" + In + " | Get-FluxEvent -Type Warning"), e => e is { RegardingKind: "GitRepository", Reason: "GitOperationFailed" });
        var trace = Assert.Single(_sandbox.Get<FluxTrace>("Trace-FluxObject deploy sonarr -Namespace media" + In));
        Assert.Equal((true, false, "Failed"), (trace.AppReady, trace.SourceReady, trace.SourceStatus));
    }

    [Fact]
    public void A_controller_that_is_down_is_warned_of_where_its_log_is_asked_for()
    {
        _sandbox.Get<K8sScenario>("Start-K8sScenario flux-controller-down" + In);
        _sandbox.Get<K8sClock>("Step-K8sSandbox 5m" + In);
        Assert.Contains(_sandbox.Run("Get-FluxLog podinfo" + In).Warnings, w => w.Contains("kustomize-controller in flux-system on sandbox-infra has no pod", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-FluxTree nosuch", "NotFound,K8sOps.Flux.GetFluxTreeCommand")]
    [InlineData("Get-FluxTree -Kind Pod", "KindMismatch,K8sOps.Flux.GetFluxTreeCommand")]
    [InlineData("Get-FluxEvent nosuch", "NotFound,K8sOps.Flux.GetFluxEventCommand")]
    [InlineData("Get-FluxLog nosuch", "NotFound,K8sOps.Flux.GetFluxLogCommand")]
    [InlineData("Get-FluxLog -Controller nosuch", "NotFound,K8sOps.Flux.GetFluxLogCommand")]
    [InlineData("Trace-FluxObject pod nosuch", "NotFound,K8sOps.Flux.TraceFluxObjectCommand")]
    [InlineData("Trace-FluxObject nosuch nosuch", "KindNotServed,K8sOps.Flux.TraceFluxObjectCommand")]
    public void What_is_not_there_is_an_error(string line, string id) => Assert.Equal(id, Assert.Single(_sandbox.Run(line + In).Errors).FullyQualifiedErrorId);

    [Fact]
    public void A_pod_is_not_taken_for_an_app()
    {
        foreach (var command in (string[])["Get-FluxTree", "Get-FluxEvent", "Get-FluxLog"])
        {
            var result = _sandbox.Run($"Get-K8sPod sonarr-* -Namespace media{In} | {command}");
            Assert.StartsWith("KindMismatch,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        }
    }
}
