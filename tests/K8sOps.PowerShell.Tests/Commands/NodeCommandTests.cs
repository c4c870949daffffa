using K8sOps.Host;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class NodeCommandTests
{
    private const string OnSandbox = " -Cluster sandbox-infra";
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void A_node_is_cordoned_with_a_reason_that_whoever_looks_is_told()
    {
        var node = Assert.Single(_sandbox.Get<K8sNode>("Disable-K8sNode infra-wk-01 -Reason 'a new disk'" + OnSandbox));
        Assert.Equal((true, "a new disk", "Ready,SchedulingDisabled"), (node.Unschedulable, node.CordonReason, node.Status));
        Assert.NotNull(node.CordonedAt);
        var finding = Assert.Single(_sandbox.Get<CheckResult>("Test-K8sCluster K8S.NODE_UNSCHEDULABLE" + OnSandbox));
        Assert.Equal("Enable-K8sNode -Cluster sandbox-infra -Name infra-wk-01", finding.Remedy);
        Assert.Contains("for: a new disk", finding.Message, StringComparison.Ordinal);
        var again = Assert.Single(_sandbox.Get<K8sNode>(finding.Remedy!));
        Assert.Equal((false, null, null), (again.Unschedulable, again.CordonReason, again.CordonedBy));
    }

    [Fact]
    public void What_is_as_it_should_be_is_left_with_a_warning()
    {
        _sandbox.Get<K8sNode>("Disable-K8sNode infra-wk-01 -Reason disk" + OnSandbox);
        var before = _sandbox.World.WriteCount;
        foreach (var line in (string[])["Disable-K8sNode infra-wk-01", "Enable-K8sNode infra-wk-03"])
        {
            var result = _sandbox.Run(line + OnSandbox, ConfirmAnswer.Yes);
            Assert.Single(result.Of<K8sNode>());
            Assert.Contains("nothing was changed", Assert.Single(result.Warnings), StringComparison.Ordinal);
        }

        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Fact]
    public void Nodes_come_through_the_pipeline_and_pods_are_refused()
    {
        Assert.Equal(3, _sandbox.Get<K8sNode>("Get-K8sNode infra-wk-*" + OnSandbox + " | Disable-K8sNode").Count);
        var refused = _sandbox.Run("Get-K8sPod -Namespace flux-system" + OnSandbox + " | Clear-K8sNode", ConfirmAnswer.Yes);
        Assert.All(refused.Errors, e => Assert.Equal("KindMismatch,K8sOps.Kube.ClearK8sNodeCommand", e.FullyQualifiedErrorId));
        Assert.NotEmpty(refused.Errors);
        Assert.Equal("NotFound,K8sOps.Kube.DisableK8sNodeCommand", Assert.Single(_sandbox.Run("Disable-K8sNode nosuch" + OnSandbox).Errors).FullyQualifiedErrorId);
        Assert.Empty(_sandbox.Run("Disable-K8sNode nosuch*" + OnSandbox).Errors);
    }

    [Fact]
    public void A_drained_node_keeps_only_what_belongs_there_and_every_pod_is_accounted_for()
    {
        var before = _sandbox.Get<K8sPod>("Get-K8sPod -Node infra-wk-03" + OnSandbox);
        var records = _sandbox.Get<K8sEviction>("Clear-K8sNode infra-wk-03 -DeleteEmptyDirData -Force -Reason kernel" + OnSandbox);
        Assert.Equal(before.Select(p => p.Uid).Order(StringComparer.Ordinal), records.Select(r => r.Uid).Order(StringComparer.Ordinal));
        Assert.Contains(records, r => r.Outcome == EvictionOutcome.Evicted);
        Assert.All(records, r => Assert.True(r.Outcome is EvictionOutcome.Evicted or EvictionOutcome.Skipped, $"{r.Name}: {r.Outcome} {r.Reason}"));
        var left = _sandbox.Get<K8sPod>("Get-K8sPod -Node infra-wk-03" + OnSandbox);
        Assert.All(left, p => Assert.Equal("DaemonSet", p.OwnerKind));
        Assert.Equal(records.Where(r => r.Outcome == EvictionOutcome.Skipped).Select(r => r.Uid).Order(StringComparer.Ordinal), left.Select(p => p.Uid).Order(StringComparer.Ordinal));
        Assert.Equal("kernel", Assert.Single(_sandbox.Get<K8sNode>("Get-K8sNode infra-wk-03" + OnSandbox)).CordonReason);
    }

    [Fact]
    public void What_is_in_the_way_is_told_before_any_node_is_touched()
    {
        var before = _sandbox.World.WriteCount;
        var result = _sandbox.Run("Get-K8sNode infra-wk-*" + OnSandbox + " | Clear-K8sNode", ConfirmAnswer.Yes);
        var error = Assert.Single(result.Errors);
        Assert.Equal("DrainRefused,K8sOps.Kube.ClearK8sNodeCommand", error.FullyQualifiedErrorId);
        Assert.Contains("-DeleteEmptyDirData", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Questions);
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Fact]
    public void It_asks_once_for_each_node_with_its_pods_and_leaves_what_was_refused()
    {
        var before = _sandbox.World.WriteCount;
        var result = _sandbox.Run("Clear-K8sNode infra-wk-01, infra-wk-03 -DeleteEmptyDirData -Force" + OnSandbox, ConfirmAnswer.No);
        Assert.Empty(result.Errors);
        Assert.Equal(2, result.Questions.Count);
        Assert.All(result.Questions, q => Assert.Contains("evict pod", q.ToString(), StringComparison.Ordinal));
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Fact]
    public void A_budget_that_blocks_a_drain_is_named_beforehand_and_its_cure_lets_the_drain_through()
    {
        _sandbox.Get<K8sScenario>("Start-K8sScenario drain-blocked" + OnSandbox);
        var nodes = _sandbox.Get<K8sPod>("Get-K8sPod podinfo-* -Namespace selfhosted" + OnSandbox).Select(p => p.Node).Distinct(StringComparer.Ordinal).ToList();
        var line = $"Clear-K8sNode {nodes[0]} -DeleteEmptyDirData -Force{OnSandbox}";
        var refused = Assert.Single(_sandbox.Run(line, ConfirmAnswer.Yes).Errors);
        Assert.Equal("DrainRefused,K8sOps.Kube.ClearK8sNodeCommand", refused.FullyQualifiedErrorId);
        Assert.Contains("the budget podinfo (minAvailable", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_sandbox.Get<K8sNode>("Get-K8sNode" + OnSandbox), n => n.Unschedulable);
    }
}
