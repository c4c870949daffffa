using K8sOps.Host;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class FluxCheckCommandTests
{
    private readonly SandboxFixture _sandbox = new();

    [Theory]
    [InlineData("sandbox-infra")]
    [InlineData("sandbox-apps")]
    public void A_fresh_world_passes_every_check(string world)
    {
        _sandbox.Run($"Reset-K8sSandbox -Cluster {world}");
        var results = _sandbox.Get<CheckResult>($"Test-Flux -Cluster {world}");
        Assert.Equal(12, results.Count);
        Assert.All(results, r => Assert.True(r.Status == CheckStatus.Pass, $"{r.Id} {r.Status} {r.Kind} {r.TargetName}: {r.Message}"));
        Assert.Equal([true], _sandbox.Get<bool>($"Test-Flux -Quiet -Cluster {world}"));
    }

    [Fact]
    public void The_platforms_checks_hold_those_of_Flux()
        => Assert.Equal(12, _sandbox.Get<CheckResult>("Test-K8sPlatform -System Flux -Cluster sandbox-infra").Count);

    [Theory]
    [InlineData("Test-Flux FLUX.SUSP* -Cluster sandbox-infra")]
    [InlineData("Test-Flux -Id FLUX.SUSPENDED, FLUX.SUSPENSION_WEAK -Cluster sandbox-infra")]
    public void Checks_are_narrowed_by_id(string line)
        => Assert.Equal(["FLUX.SUSPENDED", "FLUX.SUSPENSION_WEAK"], _sandbox.Get<CheckResult>(line).Select(r => r.Id));

    [Theory]
    [InlineData("Test-Flux FLUX.NOTHING -Cluster sandbox-infra", "NotFound")]
    [InlineData("Test-Flux K8S.POD_CRASHING -Cluster sandbox-infra", "NotFound")]
    [InlineData("Test-Flux -Name nosuch -Cluster sandbox-infra", "NotFound")]
    [InlineData("Test-K8sCluster FLUX.STALLED -Cluster sandbox-infra", "NotFound")]
    public void What_is_not_known_is_an_error_and_no_result(string line, string id)
    {
        var result = _sandbox.Run(line);
        Assert.StartsWith(id + ",", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(result.Of<CheckResult>());
        Assert.Equal([false], _sandbox.Run(line + " -Quiet").Of<bool>());
    }

    [Fact]
    public void A_controller_that_was_stopped_is_found_and_its_remedy_starts_it()
    {
        _sandbox.Get<K8sWorkload>("Set-K8sWorkload -Kind Deployment -Namespace flux-system -Name notification-controller -Replicas 0 -Force -Cluster sandbox-infra");
        _sandbox.Run("Step-K8sSandbox -By 2m -Cluster sandbox-infra");
        var finding = Assert.Single(_sandbox.Get<CheckResult>("Test-Flux -Cluster sandbox-infra"), r => r.Status != CheckStatus.Pass);
        Assert.Equal(("FLUX.CONTROLLER_DOWN", "notification-controller"), (finding.Id, finding.TargetName));
        Assert.NotEmpty(_sandbox.Get<K8sWorkload>(finding.Remedy!));
        _sandbox.Run("Step-K8sSandbox -By 2m -Cluster sandbox-infra");
        Assert.Equal([true], _sandbox.Get<bool>("Test-Flux -Quiet -Cluster sandbox-infra"));
    }

    [Fact]
    public void A_suspension_is_told_with_who_and_why_and_its_remedy_ends_it()
    {
        _sandbox.Get<FluxApp>("Suspend-FluxApp podinfo -Kind Kustomization -Reason 'a test of the disks' -Cluster sandbox-infra");
        Assert.Equal([true], _sandbox.Get<bool>("Test-Flux FLUX.SUSPENDED -Quiet -Cluster sandbox-infra"));
        _sandbox.Run("Step-K8sSandbox -By 2m -Cluster sandbox-infra");
        var finding = Assert.Single(_sandbox.Get<CheckResult>("Test-Flux FLUX.SUSPENDED -SuspendedFor 1m -Cluster sandbox-infra"));
        Assert.Equal((CheckStatus.Warn, "podinfo"), (finding.Status, finding.TargetName));
        Assert.Contains("(\"a test of the disks\")", finding.Message, StringComparison.Ordinal);
        Assert.NotEmpty(_sandbox.Get<FluxApp>(finding.Remedy!));
        Assert.Equal([true], _sandbox.Get<bool>("Test-Flux FLUX.SUSPENDED -SuspendedFor 1s -Quiet -Cluster sandbox-infra"));
    }

    [Theory]
    [InlineData("sandbox-infra", "flux-bad-revision", "FLUX.RECONCILE_FAILED", "homepage")]
    [InlineData("sandbox-infra", "flux-source-unreachable", "FLUX.SOURCE_FAILED", "flux-system")]
    [InlineData("sandbox-infra", "flux-dependency-loop", "FLUX.DEPENDENCY_BLOCKED", "sonarr")]
    [InlineData("sandbox-apps", "flux-bad-revision", "FLUX.RECONCILE_FAILED", "shop")]
    [InlineData("sandbox-apps", "flux-source-unreachable", "FLUX.SOURCE_FAILED", "flux-system")]
    public void A_scenario_is_found_with_its_object_and_the_next_command(string world, string scenario, string id, string target) => Assert.NotNull(Found(world, scenario, id, target));

    [Theory]
    [InlineData("sandbox-infra", "flux-suspended", "FLUX.SUSPENDED", "vaultwarden")]
    [InlineData("sandbox-infra", "flux-kubectl-suspend", "FLUX.SUSPENSION_WEAK", "mealie")]
    [InlineData("sandbox-infra", "flux-controller-down", "FLUX.CONTROLLER_DOWN", "kustomize-controller")]
    [InlineData("sandbox-apps", "flux-suspended", "FLUX.SUSPENDED", "shop")]
    [InlineData("sandbox-apps", "flux-kubectl-suspend", "FLUX.SUSPENSION_WEAK", "shop")]
    [InlineData("sandbox-apps", "flux-controller-down", "FLUX.CONTROLLER_DOWN", "kustomize-controller")]
    public void A_scenario_is_cured_by_the_remedy_of_its_finding_and_not_without(string world, string scenario, string id, string target)
    {
        var finding = Found(world, scenario, id, target);
        _sandbox.Run($"Step-K8sSandbox -By 1m -Cluster {world}");
        Assert.Equal([false], _sandbox.Get<bool>($"Test-Flux -Quiet -Cluster {world}"));
        Assert.Empty(_sandbox.Run(finding.Remedy!, ConfirmAnswer.Yes).Errors);
        _sandbox.Run($"Step-K8sSandbox -By 10m -Cluster {world}");
        Assert.Equal(ScenarioPhase.Cured, Assert.Single(_sandbox.Get<K8sScenario>($"Get-K8sScenario {scenario} -Cluster {world}")).Phase);
        Assert.All(_sandbox.Get<CheckResult>($"Test-Flux -Cluster {world}"), r => Assert.True(r.Status == CheckStatus.Pass, $"{r.Id} {r.Status} {r.Kind} {r.TargetName}: {r.Message}"));
    }

    private CheckResult Found(string world, string scenario, string id, string target)
    {
        _sandbox.Run($"Reset-K8sSandbox -Cluster {world}");
        _sandbox.Get<K8sScenario>($"Start-K8sScenario {scenario} -Cluster {world}");
        var finding = _sandbox.Get<CheckResult>($"Test-K8sPlatform -System Flux -Cluster {world}").First(r => r.Status is not (CheckStatus.Pass or CheckStatus.Unknown));
        Assert.Equal((id, target), (finding.Id, finding.Id == "FLUX.DEPENDENCY_BLOCKED" ? target : finding.TargetName));
        Assert.Contains(world, finding.Remedy, StringComparison.Ordinal);
        Assert.Equal("flux", finding.Runbook);
        Assert.NotEmpty(finding.Parameters);
        return finding;
    }
}
