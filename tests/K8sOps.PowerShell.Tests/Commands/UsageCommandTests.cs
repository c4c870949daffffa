namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class UsageCommandTests
{
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void Nodes_pods_and_containers_are_told_and_the_containers_of_a_pod_sum_up_to_it()
    {
        var nodes = _sandbox.Get<K8sUsage>("Get-K8sUsage -Node -Cluster sandbox-infra");
        Assert.NotEmpty(nodes);
        Assert.All(nodes, n => Assert.InRange(n.MemoryPercent!.Value, 0.1, 100));
        var pods = _sandbox.Get<K8sUsage>("Get-K8sUsage -Namespace databases -Cluster sandbox-infra");
        var containers = _sandbox.Get<K8sUsage>("Get-K8sUsage -Namespace databases -PerContainer -Cluster sandbox-infra");
        Assert.NotEmpty(pods);
        Assert.All(pods, p => Assert.Equal(p.MemoryBytes, containers.Where(c => c.Name == p.Name).Sum(c => c.MemoryBytes)));
    }

    [Fact]
    public void A_literal_name_that_is_not_there_is_an_error_and_a_pattern_is_silence()
    {
        Assert.Equal("NotFound,K8sOps.Kube.GetK8sUsageCommand", Assert.Single(_sandbox.Run("Get-K8sUsage nosuch -Node -Cluster sandbox-infra").Errors).FullyQualifiedErrorId);
        Assert.Empty(_sandbox.Run("Get-K8sUsage nosuch* -Cluster sandbox-infra").Errors);
    }
}
