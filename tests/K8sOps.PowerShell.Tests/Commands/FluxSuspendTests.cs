using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Host;
using K8sOps.Kubernetes;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class FluxSuspendTests
{
    private const string In = " -Kind Kustomization -Cluster sandbox-infra";
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void Who_suspended_an_app_and_why_is_shown_later_and_gone_after_a_resume()
    {
        var suspended = Assert.Single(_sandbox.Get<FluxApp>("Suspend-FluxApp podinfo -Reason 'disk swap'" + In));
        Assert.Equal((true, FluxState.Suspended, "disk swap"), (suspended.Suspended, suspended.Status, suspended.SuspendedReason));
        var shown = Assert.Single(_sandbox.Get<FluxApp>("Get-FluxApp -Suspended -Cluster sandbox-infra"));
        Assert.Equal(($"{Environment.UserName}@{Environment.MachineName}", "disk swap", suspended.SuspendedAt), (shown.SuspendedBy, shown.SuspendedReason, shown.SuspendedAt));

        var resumed = Assert.Single(_sandbox.Get<FluxApp>("Resume-FluxApp podinfo" + In));
        Assert.Equal((false, true, FluxState.Ready), (resumed.Suspended, resumed.Ready, resumed.Status));
        Assert.DoesNotContain(Annotations("podinfo"), a => a.StartsWith("k8sops.io/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_run_that_suspends_is_noted()
    {
        using (new OperationScope { Run = "20260115T030000Z-flux-1a2b" }.Enter()) _sandbox.Get<FluxApp>("Suspend-FluxApp podinfo" + In);
        Assert.Equal("20260115T030000Z-flux-1a2b", Assert.Single(_sandbox.Get<FluxApp>("Get-FluxApp podinfo" + In)).SuspendedRun);
    }

    [Fact]
    public void Our_suspension_holds_while_its_parent_reconciles()
    {
        _sandbox.Get<FluxApp>("Suspend-FluxApp podinfo" + In);
        _sandbox.Get<K8sClock>("Step-K8sSandbox 3h -Cluster sandbox-infra");
        Assert.True(Assert.Single(_sandbox.Get<FluxApp>("Get-FluxApp podinfo" + In)).Suspended);
    }

    [Fact]
    public void A_suspension_that_kubectl_made_is_taken_over_so_that_it_holds()
    {
        Patch("podinfo", "kubectl-patch", """{"spec":{"suspend":true}}""");
        var result = _sandbox.Run("Suspend-FluxApp podinfo -Reason mine" + In);
        Assert.Empty(result.Errors);
        Assert.Contains("kubectl-patch, which its parent takes back", Assert.Single(result.Warnings), StringComparison.Ordinal);
        _sandbox.Get<K8sClock>("Step-K8sSandbox 3h -Cluster sandbox-infra");
        var app = Assert.Single(_sandbox.Get<FluxApp>("Get-FluxApp podinfo" + In));
        Assert.Equal((true, "mine"), (app.Suspended, app.SuspendedReason));
        Assert.False(Assert.Single(_sandbox.Get<FluxApp>("Resume-FluxApp podinfo" + In)).Suspended);
    }

    [Fact]
    public void Suspending_a_parent_alone_warns_of_what_goes_on()
    {
        var result = _sandbox.Run("Suspend-FluxApp cluster-apps" + In);
        var warning = Assert.Single(result.Warnings);
        Assert.Contains("go on reconciling", warning, StringComparison.Ordinal);
        Assert.Contains("-Recurse", warning, StringComparison.Ordinal);
        Assert.Single(result.Of<FluxApp>());
    }

    [Fact]
    public void A_tree_is_frozen_and_exactly_that_is_thawed()
    {
        _sandbox.Get<FluxApp>("Suspend-FluxApp homepage -Reason 'before the freeze'" + In);
        var frozen = _sandbox.Get<FluxApp>("Suspend-FluxApp cluster-apps -Recurse -WithSource" + In);
        Assert.Equal("cluster-apps", frozen[0].Name);
        Assert.DoesNotContain(frozen, a => a.Name == "homepage");
        Assert.Contains(frozen, a => a.Name == "podinfo");
        Assert.True(Assert.Single(_sandbox.Get<FluxSource>("Get-FluxSource -Kind GitRepository -Cluster sandbox-infra")).Suspended);

        var thawed = _sandbox.Get<FluxApp>("Resume-FluxApp cluster-apps" + In);
        Assert.Equal(frozen.Select(a => a.Name).Order(StringComparer.Ordinal), thawed.Select(a => a.Name).Order(StringComparer.Ordinal));
        Assert.All(thawed, a => Assert.True(a.Ready, $"{a.Name}: {a.Message}"));
        Assert.Equal("homepage", Assert.Single(_sandbox.Get<FluxApp>("Get-FluxApp -Suspended -Cluster sandbox-infra")).Name);
        Assert.False(Assert.Single(_sandbox.Get<FluxSource>("Get-FluxSource -Kind GitRepository -Cluster sandbox-infra")).Suspended);
    }

    [Fact]
    public void A_member_of_a_frozen_set_can_be_resumed_alone()
    {
        var frozen = _sandbox.Get<FluxApp>("Suspend-FluxApp cluster-apps -Recurse" + In);
        Assert.Equal("podinfo", Assert.Single(_sandbox.Get<FluxApp>("Resume-FluxApp podinfo" + In)).Name);
        Assert.Equal(frozen.Count - 1, _sandbox.Get<FluxApp>("Get-FluxApp -Suspended -Cluster sandbox-infra").Count);
    }

    [Fact]
    public void What_is_suspended_already_is_said_and_only_another_reason_is_written()
    {
        _sandbox.Get<FluxApp>("Suspend-FluxApp podinfo -Reason one" + In);
        var before = _sandbox.World.WriteCount;
        Assert.Contains("suspended already", Assert.Single(_sandbox.Run("Suspend-FluxApp podinfo" + In).Warnings), StringComparison.Ordinal);
        Assert.Equal(before, _sandbox.World.WriteCount);
        Assert.Equal("two", Assert.Single(_sandbox.Get<FluxApp>("Suspend-FluxApp podinfo -Reason two" + In)).SuspendedReason);
        Assert.Contains("not suspended", Assert.Single(_sandbox.Run("Resume-FluxApp gitea" + In).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_is_suspended_by_its_kind_and_from_the_pipeline()
    {
        Assert.True(Assert.Single(_sandbox.Get<FluxSource>("Suspend-FluxApp flux-system -Kind GitRepository -Cluster sandbox-infra")).Suspended);
        Assert.False(Assert.Single(_sandbox.Get<FluxSource>("Get-FluxSource flux-system -Kind GitRepository -Cluster sandbox-infra | Resume-FluxApp")).Suspended);
    }

    [Theory]
    [InlineData("Suspend-FluxApp nosuch" + In, "NotFound")]
    [InlineData("Resume-FluxApp nosuch" + In, "NotFound")]
    [InlineData("Suspend-FluxApp podinfo -Kind Pod -Cluster sandbox-infra", "KindMismatch")]
    [InlineData("Suspend-FluxApp podinfo -Uid another" + In, "Conflict")]
    public void What_is_not_meant_is_one_error_and_no_write(string line, string id)
    {
        var before = _sandbox.World.WriteCount;
        Assert.Equal(id, (Assert.Single(_sandbox.Run(line, ConfirmAnswer.Yes).Errors).FullyQualifiedErrorId ?? "").Split(',')[0]);
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    private IEnumerable<string> Annotations(string name)
        => Client().GetAsync(FluxKinds.Kustomizations, "flux-system", name, default).GetAwaiter().GetResult()["metadata"]!["annotations"] is JsonObject all ? all.Select(a => a.Key) : [];

    private void Patch(string name, string manager, string patch)
        => Client().MergePatchAsync(FluxKinds.Kustomizations, "flux-system", name, JsonNode.Parse(patch)!.AsObject(), new WriteOptions { FieldManager = manager }, default).GetAwaiter().GetResult();

    private KubeClient Client() => new(_sandbox.World.CreateTransport(), new KubeClientOptions { Clock = _sandbox.World.Clock });
}
