namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class PodCommandTests
{
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void Unhealthy_shows_what_a_scenario_broke_and_nothing_before_it()
    {
        Assert.Empty(_sandbox.Get<K8sPod>("Get-K8sPod -Unhealthy -Cluster sandbox-infra"));
        _sandbox.Get<K8sScenario>("Start-K8sScenario crash-loop -Cluster sandbox-infra");
        Assert.All(_sandbox.Get<K8sPod>("Get-K8sPod -Unhealthy -Cluster sandbox-infra"), p => Assert.False(p.IsHealthy));
        Assert.NotEmpty(_sandbox.Get<K8sPod>("Get-K8sPod -Unhealthy -Cluster sandbox-infra"));
    }

    [Fact]
    public void A_literal_name_that_is_not_there_is_an_error_and_a_pattern_is_silence()
    {
        var literal = _sandbox.Run("Get-K8sPod nosuch -Cluster sandbox-infra");
        Assert.Equal("NotFound,K8sOps.Kube.GetK8sPodCommand", Assert.Single(literal.Errors).FullyQualifiedErrorId);
        Assert.Empty(_sandbox.Run("Get-K8sPod nosuch* -Cluster sandbox-infra").Errors);
    }

    [Fact]
    public void Names_and_namespaces_take_patterns()
    {
        var pods = _sandbox.Get<K8sPod>("Get-K8sPod *-controller-* -Namespace flux-* -Cluster sandbox-infra");
        Assert.NotEmpty(pods);
        Assert.All(pods, p => Assert.Equal("flux-system", p.Namespace));
    }

    [Fact]
    public void Removing_asks_once_for_each_pod_by_its_full_name_and_deletes_only_what_was_consented_to()
    {
        var pods = _sandbox.Get<K8sPod>("Get-K8sPod -Namespace flux-system -Cluster sandbox-infra");
        var refused = _sandbox.Run("Remove-K8sPod -Namespace flux-system -Name * -Cluster sandbox-infra", K8sOps.Host.ConfirmAnswer.No);
        Assert.Equal(pods.Count, refused.Questions.Count);
        Assert.Contains(pods, p => refused.Questions.Any(q => q.ToString()!.Contains($"{p.Namespace}/{p.Name} on sandbox-infra", StringComparison.Ordinal)));
        Assert.Equal(pods.Select(p => p.Uid), _sandbox.Get<K8sPod>("Get-K8sPod -Namespace flux-system -Cluster sandbox-infra").Select(p => p.Uid));
    }

    [Fact]
    public void A_removed_pod_comes_back_as_another_because_its_owner_makes_it()
    {
        var before = _sandbox.Get<K8sPod>("Get-K8sPod -Namespace flux-system -Cluster sandbox-infra");
        Assert.Empty(_sandbox.Get<object>($"Remove-K8sPod {before[0].Name} -Namespace flux-system -Cluster sandbox-infra"));
        _sandbox.Get<K8sClock>("Step-K8sSandbox 2m -Cluster sandbox-infra");
        var after = _sandbox.Get<K8sPod>("Get-K8sPod -Namespace flux-system -Cluster sandbox-infra");
        Assert.Equal(before.Count, after.Count);
        Assert.DoesNotContain(before[0].Uid, after.Select(p => p.Uid));
    }

    [Fact]
    public void A_pod_that_was_replaced_since_it_was_read_is_left_alone()
    {
        var pod = _sandbox.Get<K8sPod>("Get-K8sPod -Namespace flux-system -Cluster sandbox-infra")[0];
        var stale = pod with { Uid = "00000000-0000-0000-0000-000000000000" };
        var result = _sandbox.Host.Invoke("Remove-K8sPod", input: [stale], answer: _ => K8sOps.Host.ConfirmAnswer.Yes);
        Assert.Equal("Conflict,K8sOps.Kube.RemoveK8sPodCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Contains(pod.Uid, _sandbox.Get<K8sPod>("Get-K8sPod -Namespace flux-system -Cluster sandbox-infra").Select(p => p.Uid));
    }

    [Fact]
    public void A_node_is_not_taken_for_a_pod_of_that_name()
    {
        var before = _sandbox.World.WriteCount;
        var result = _sandbox.Run("Get-K8sNode -Cluster sandbox-infra | Remove-K8sPod", K8sOps.Host.ConfirmAnswer.Yes);
        Assert.All(result.Errors, e => Assert.Equal("KindMismatch,K8sOps.Kube.RemoveK8sPodCommand", e.FullyQualifiedErrorId));
        Assert.NotEmpty(result.Errors);
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Fact]
    public void A_changing_command_takes_no_pattern_for_its_cluster()
    {
        var result = _sandbox.Run("Remove-K8sPod x -Cluster sandbox-*", K8sOps.Host.ConfirmAnswer.Yes);
        Assert.Equal("ClusterPatternRefused,K8sOps.Kube.RemoveK8sPodCommand", result.Failure?.FullyQualifiedErrorId);
    }
}
