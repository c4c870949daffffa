using K8sOps.Kube;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class FluxCompareCommandTests
{
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void A_fresh_world_is_as_Git_says()
    {
        var all = _sandbox.Get<FluxDrift>("Compare-FluxApp -Kind Kustomization -IncludeInSync -Cluster sandbox-infra");
        Assert.NotEmpty(all);
        Assert.All(all, d => Assert.Equal((FluxDriftState.InSync, null), (d.State, d.Path)));
    }

    [Fact]
    public void What_was_scaled_by_hand_is_told_with_who_did_it_and_comparing_writes_nothing()
    {
        _sandbox.Get<FluxApp>("Suspend-FluxApp podinfo -Kind Kustomization -Reason x -Cluster sandbox-infra");
        _sandbox.Get<K8sWorkload>("Set-K8sWorkload podinfo -Namespace selfhosted -Kind Deployment -Replicas 5 -Cluster sandbox-infra");
        var before = _sandbox.World.WriteCount;
        var drift = Assert.Single(_sandbox.Get<FluxDrift>("Get-FluxApp -Suspended -Cluster sandbox-infra | Compare-FluxApp"));
        Assert.Equal(("podinfo", "Deployment", "selfhosted", ".spec.replicas", "2", "5", "k8sops"), (drift.App, drift.Kind, drift.Namespace, drift.Path, drift.Applied, drift.Live, drift.Owner));
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Theory]
    [InlineData("Compare-FluxApp nosuch -Cluster sandbox-infra", "NotFound")]
    [InlineData("Compare-FluxApp -Kind Pod -Cluster sandbox-infra", "KindMismatch")]
    public void What_is_not_there_is_one_error(string line, string id)
        => Assert.Equal(id, (Assert.Single(_sandbox.Run(line).Errors).FullyQualifiedErrorId ?? "").Split(',')[0]);
}
