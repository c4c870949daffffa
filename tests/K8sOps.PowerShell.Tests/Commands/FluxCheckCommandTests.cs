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
        Assert.NotEmpty(_sandbox.Get<FluxApp>(finding.Remedy + " -NoWait"));
        Assert.Equal([true], _sandbox.Get<bool>("Test-Flux FLUX.SUSPENDED -SuspendedFor 1s -Quiet -Cluster sandbox-infra"));
    }
}
