using K8sOps.Host;

namespace K8sOps.PowerShell.Tests.Commands;

/// <summary>On a platform that no test here changes.</summary>
[Collection("sandbox")]
public class FluxReadingTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string In = " -Cluster sandbox-infra";
    private readonly SandboxFixture _sandbox = sandbox;

    [Fact]
    public void The_tree_of_a_healthy_platform_has_nothing_missing_and_one_root()
    {
        var nodes = _sandbox.Get<FluxTreeNode>("Get-FluxTree" + In);
        Assert.All(nodes, n => Assert.True(n.Ready, $"{n.Kind} {n.Namespace}/{n.Name}: {n.Status} {n.Message}"));
        Assert.Equal("Kustomization flux-system/flux-system", Assert.Single(nodes, n => n.Depth == 0).App);
        Assert.Equal("Kustomization flux-system/podinfo", Assert.Single(nodes, n => n is { Kind: "Deployment", Name: "podinfo" }).Parent);
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
        var result = _sandbox.Run("Get-K8sPod kube-apiserver-* -Namespace kube-system" + In + " | Trace-FluxObject");
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
        var events = _sandbox.Get<K8sEvent>("Get-FluxApp podinfo -Kind ks" + In + " | Get-FluxEvent");
        Assert.NotEmpty(events);
        Assert.All(events, e => Assert.Contains(e.RegardingKind, (string[])["Kustomization", "GitRepository"]));
        var lines = _sandbox.Get<FluxLogLine>("Get-FluxApp podinfo -Kind ks" + In + " | Get-FluxLog");
        Assert.NotEmpty(lines);
        Assert.All(lines, l => Assert.Equal(("Kustomization", "flux-system", "podinfo", "kustomize-controller"), (l.Kind, l.Namespace, l.Name, l.Controller)));
        Assert.Equal(lines.Select(l => l.Time).Order(), lines.Select(l => l.Time));
    }

    [Fact]
    public void What_is_not_there_is_an_error()
    {
        (string Line, string Id)[] table =
        [
            ("Get-FluxTree nosuch", "NotFound,K8sOps.Flux.GetFluxTreeCommand"),
            ("Get-FluxTree -Kind Pod", "KindMismatch,K8sOps.Flux.GetFluxTreeCommand"),
            ("Get-FluxEvent nosuch", "NotFound,K8sOps.Flux.GetFluxEventCommand"),
            ("Get-FluxLog nosuch", "NotFound,K8sOps.Flux.GetFluxLogCommand"),
            ("Get-FluxLog -Controller nosuch", "NotFound,K8sOps.Flux.GetFluxLogCommand"),
            ("Trace-FluxObject pod nosuch", "NotFound,K8sOps.Flux.TraceFluxObjectCommand"),
            ("Trace-FluxObject nosuch nosuch", "KindNotServed,K8sOps.Flux.TraceFluxObjectCommand"),
        ];
        Assert.All(table, row => Assert.Equal(row.Id, Assert.Single(_sandbox.Run(row.Line + In).Errors).FullyQualifiedErrorId));
    }

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
