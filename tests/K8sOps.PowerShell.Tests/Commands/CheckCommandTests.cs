namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class CheckCommandTests
{
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void Quiet_is_one_Boolean_that_is_true_only_when_everything_was_seen_to_be_well()
    {
        Assert.Equal([true], _sandbox.Get<bool>("Test-K8sCluster -Quiet -Cluster sandbox-infra"));
        _sandbox.Get<K8sScenario>("Start-K8sScenario node-not-ready -Cluster sandbox-infra");
        Assert.Equal([false], _sandbox.Get<bool>("Test-K8sCluster -Quiet -Cluster sandbox-infra"));
    }

    [Fact]
    public void Quiet_is_false_when_one_of_several_clusters_could_not_be_looked_at()
    {
        var result = _sandbox.Run("Test-K8sCluster -Quiet -Cluster sandbox-infra, nosuchcluster");
        Assert.Single(result.Errors);
        Assert.Equal([false], result.Of<bool>());
    }

    [Fact]
    public void Quiet_is_false_for_a_cluster_that_is_not_there()
    {
        var result = _sandbox.Run("Test-K8sCluster -Quiet -Cluster nosuchcluster");
        Assert.Single(result.Errors);
        Assert.Equal([false], result.Of<bool>());
    }

    [Theory]
    [InlineData("sandbox-infra", "crash-loop", "K8S.POD_CRASHING")]
    [InlineData("sandbox-infra", "claim-pending", "K8S.CLAIM_UNBOUND")]
    [InlineData("sandbox-infra", "node-not-ready", "K8S.NODE_NOT_READY")]
    [InlineData("sandbox-infra", "image-pull", "K8S.POD_WAITING")]
    [InlineData("sandbox-infra", "oom-killed", "K8S.POD_OOM_KILLED")]
    [InlineData("sandbox-infra", "pod-pending", "K8S.POD_WAITING")]
    [InlineData("sandbox-infra", "rollout-stuck", "K8S.WORKLOAD_UNAVAILABLE")]
    [InlineData("sandbox-infra", "drain-blocked", "K8S.BUDGET_BLOCKING")]
    [InlineData("sandbox-infra", "namespace-terminating", "K8S.NAMESPACE_TERMINATING")]
    [InlineData("sandbox-apps", "node-not-ready", "K8S.NODE_NOT_READY")]
    [InlineData("sandbox-apps", "image-pull", "K8S.POD_WAITING")]
    [InlineData("sandbox-apps", "oom-killed", "K8S.POD_OOM_KILLED")]
    [InlineData("sandbox-apps", "pod-pending", "K8S.POD_WAITING")]
    [InlineData("sandbox-apps", "rollout-stuck", "K8S.WORKLOAD_UNAVAILABLE")]
    [InlineData("sandbox-apps", "drain-blocked", "K8S.BUDGET_BLOCKING")]
    [InlineData("sandbox-apps", "namespace-terminating", "K8S.NAMESPACE_TERMINATING")]
    public void A_scenario_is_found_with_its_object_and_the_next_command(string world, string scenario, string id)
    {
        _sandbox.Run($"Reset-K8sSandbox -Cluster {world}");
        var healthy = _sandbox.Get<CheckResult>($"Test-K8sPlatform -Cluster {world}");
        Assert.NotEmpty(healthy);
        Assert.All(healthy, r => Assert.Equal(CheckStatus.Pass, r.Status));
        _sandbox.Get<K8sScenario>($"Start-K8sScenario {scenario} -Cluster {world}");
        var finding = _sandbox.Get<CheckResult>($"Test-K8sPlatform -Cluster {world}").First(r => r.Id == id && r.Status != CheckStatus.Pass);
        Assert.NotNull(finding.TargetName);
        Assert.NotNull(finding.Remedy);
        Assert.Contains(world, finding.Remedy, StringComparison.Ordinal);
        Assert.Equal("kubernetes", finding.Runbook);
        Assert.NotEmpty(finding.Parameters);
    }

    [Fact]
    public void Check_narrows_to_the_ids_that_are_named()
    {
        var found = _sandbox.Get<CheckResult>("Test-K8sCluster -Check K8S.NODE* -Cluster sandbox-infra");
        Assert.NotEmpty(found);
        Assert.All(found, r => Assert.StartsWith("K8S.NODE", r.Id, StringComparison.Ordinal));
    }
}
