using K8sOps.Host;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class FluxTroubleTests
{
    private const string In = " -Cluster sandbox-infra";
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void What_a_scenario_broke_stands_below_its_app()
    {
        _sandbox.Get<K8sScenario>("Start-K8sScenario crash-loop" + In);
        var broken = Assert.Single(_sandbox.Get<FluxTreeNode>("Get-FluxTree" + In), n => n is { Ready: false, Kind: "Deployment" });
        Assert.Equal(("paperless", "Kustomization flux-system/paperless"), (broken.Name, broken.Parent));
        Assert.NotNull(broken.Message);
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
}
