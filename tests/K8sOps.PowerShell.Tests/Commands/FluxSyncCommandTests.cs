using System.Management.Automation;
using K8sOps.Engine;
using K8sOps.Host;
using K8sOps.Kube;
using K8sOps.Sandbox;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public sealed class FluxSyncCommandTests
{
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void A_sync_asks_nobody_and_returns_the_app_with_its_own_token()
    {
        var before = Assert.Single(_sandbox.Get<FluxApp>("Get-FluxApp podinfo -Cluster sandbox-infra"));
        var result = _sandbox.Run("Sync-FluxApp podinfo -WithSource -Cluster sandbox-infra");
        Assert.Null(result.Failure);
        Assert.Empty(result.Errors);
        Assert.Empty(result.Questions);
        var app = Assert.Single(result.Of<FluxApp>());
        Assert.Equal(("podinfo", true, FluxState.Ready), (app.Name, app.Ready, app.Status));
        Assert.NotEqual(before.HandledToken, app.HandledToken);
        Assert.Matches(@"^2026-01-15T03:00:\d\d\.\d{9}Z$", app.HandledToken!);
        var source = Assert.Single(_sandbox.Get<FluxSource>("Get-FluxSource flux-system -Kind GitRepository -Cluster sandbox-infra"));
        Assert.NotNull(source.HandledToken);
    }

    [Fact]
    public void Apps_of_several_clusters_come_through_one_pipeline_and_a_shared_source_is_written_once()
    {
        var other = SandboxWorlds.World("sandbox-apps");
        other.Reset();
        var apps = _sandbox.Get<FluxApp>("Get-FluxApp -Cluster sandbox-* -Kind Kustomization");
        var (infra, rest) = (_sandbox.World.WriteCount, other.WriteCount);
        var synced = _sandbox.Get<FluxApp>("Get-FluxApp -Cluster sandbox-* -Kind Kustomization | Sync-FluxApp -WithSource");
        Assert.Equal(apps.Select(a => a.Cluster + a.Name).Order(StringComparer.Ordinal), synced.Select(a => a.Cluster + a.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["sandbox-apps", "sandbox-infra"], synced.Select(a => a.Cluster).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(synced.Count(a => a.Cluster == "sandbox-infra") + 1, _sandbox.World.WriteCount - infra);
        Assert.Equal(synced.Count(a => a.Cluster == "sandbox-apps") + 1, other.WriteCount - rest);
    }

    [Fact]
    public void A_suspended_app_is_an_error_and_the_others_go_on()
    {
        Apply("""{"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization","metadata":{"name":"gitea","namespace":"flux-system"},"spec":{"suspend":true}}""");
        var result = _sandbox.Run("Sync-FluxApp gitea, podinfo -Cluster sandbox-infra");
        Assert.Equal("podinfo", Assert.Single(result.Of<FluxApp>()).Name);
        var error = Assert.Single(result.Errors);
        Assert.Equal("AppSuspended,K8sOps.Flux.SyncFluxAppCommand", error.FullyQualifiedErrorId);
        Assert.Contains("Resume-FluxApp -Cluster sandbox-infra -Kind Kustomization -Namespace flux-system -Name gitea", error.ErrorDetails?.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_ready_is_synced_through_the_pipeline()
    {
        // A spec that its controller has not seen is not ready.
        Apply("""{"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization","metadata":{"name":"gitea","namespace":"flux-system"},"spec":{"dependsOn":[{"name":"not-there"}]}}""");
        _sandbox.Run("Step-K8sSandbox -By 1m -Cluster sandbox-infra");
        var broken = _sandbox.Get<FluxApp>("Get-FluxApp -Cluster sandbox-infra | Where-Object Ready -eq $false");
        Assert.Equal(["gitea"], broken.Select(a => a.Name));
        var result = _sandbox.Run("Get-FluxApp -Cluster sandbox-* | Where-Object Ready -eq $false | Sync-FluxApp -WithSource -Timeout 2m");
        var error = Assert.Single(result.Errors);
        Assert.Equal("Timeout,K8sOps.Flux.SyncFluxAppCommand", error.FullyQualifiedErrorId);
        Assert.Contains("Waiting for a dependency", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Forcing_asks_like_a_command_of_high_impact()
    {
        Release();
        var refused = _sandbox.Run("Sync-FluxApp forced -Kind HelmRelease -Force -NoWait -Cluster sandbox-infra", ConfirmAnswer.No);
        Assert.Contains("forceAt", Assert.Single(refused.Questions).Message, StringComparison.Ordinal);
        Assert.Empty(refused.Of<FluxApp>());
        Assert.Single(_sandbox.Run("Sync-FluxApp forced -Kind HelmRelease -Force -NoWait -Cluster sandbox-infra", ConfirmAnswer.Yes).Of<FluxApp>());
        // Without -Force nobody is asked; nor is anybody where the caller has said so.
        foreach (var line in (string[])["Sync-FluxApp forced -Kind HelmRelease -Reset -NoWait -Cluster sandbox-infra", "Sync-FluxApp forced -Kind HelmRelease -Force -NoWait -Cluster sandbox-infra -Confirm:$false"])
        {
            var result = _sandbox.Run(line);
            Assert.Empty(result.Questions);
            Assert.Single(result.Of<FluxApp>());
        }

        Assert.Single(_sandbox.Run("Sync-FluxApp forced -Kind HelmRelease -Force -NoWait -Cluster sandbox-infra -Confirm", ConfirmAnswer.Yes).Questions);
        Assert.Empty(_sandbox.Run("Sync-FluxApp forced -Kind HelmRelease -Force -NoWait -Cluster sandbox-infra -WhatIf").Questions);
    }

    [Fact]
    public void A_Kustomization_is_not_forced_and_nobody_is_asked()
    {
        var result = _sandbox.Run("Sync-FluxApp podinfo -Force -Cluster sandbox-infra");
        Assert.Empty(result.Questions);
        Assert.Equal("KindMismatch,K8sOps.Flux.SyncFluxAppCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("Sync-FluxApp nope -Cluster sandbox-infra", "NotFound")]
    [InlineData("Sync-FluxSource nope -Cluster sandbox-infra", "NotFound")]
    [InlineData("Wait-FluxApp nope -Cluster sandbox-infra", "NotFound")]
    [InlineData("Restart-FluxApp nope -Cluster sandbox-infra", "NotFound")]
    [InlineData("Restart-FluxApp cluster-apps -Cluster sandbox-infra", "NoWorkloads")]
    [InlineData("Get-K8sNode infra-wk-01 -Cluster sandbox-infra | Sync-FluxApp", "KindMismatch")]
    [InlineData("Get-FluxSource flux-system -Cluster sandbox-infra | Wait-FluxApp", "KindMismatch")]
    [InlineData("Get-FluxApp podinfo -Cluster sandbox-infra | Sync-FluxSource", "KindMismatch")]
    public void What_cannot_be_done_is_one_error(string line, string id)
    {
        var result = _sandbox.Run(line, ConfirmAnswer.Yes);
        Assert.StartsWith(id + ",", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_is_synced_and_one_that_is_only_an_address_is_said_to_be_one()
    {
        Apply("""{"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"HelmRepository","metadata":{"name":"registry","namespace":"flux-system"},"spec":{"type":"oci","url":"oci://registry.example.org/charts"}}""");
        var result = _sandbox.Run("Sync-FluxSource registry, flux-system -Cluster sandbox-infra");
        Assert.Empty(result.Errors);
        Assert.Equal(["flux-system", "registry"], result.Of<FluxSource>().Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.Contains(result.Warnings, w => w.Contains("HelmRepository flux-system/registry on sandbox-infra has nothing to sync", StringComparison.Ordinal));
    }

    [Fact]
    public void Waiting_writes_nothing_and_returns_all_that_is_ready()
    {
        var before = _sandbox.World.WriteCount;
        Assert.Equal(_sandbox.Get<FluxApp>("Get-FluxApp -Kind ks -Cluster sandbox-*").Count, _sandbox.Get<FluxApp>("Get-FluxApp -Kind ks -Cluster sandbox-* | Wait-FluxApp").Count);
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Fact]
    public void A_restart_asks_once_for_the_app_and_returns_its_workloads()
    {
        var result = _sandbox.Run("Restart-FluxApp podinfo -Cluster sandbox-infra", ConfirmAnswer.Yes);
        Assert.Empty(result.Errors);
        Assert.Contains("restart Deployment selfhosted/podinfo", Assert.Single(result.Questions).Message, StringComparison.Ordinal);
        var workload = Assert.Single(result.Of<K8sWorkload>());
        Assert.Equal(("Deployment", "podinfo", workload.Desired), (workload.Kind, workload.Name, workload.Ready));
        Assert.Empty(_sandbox.Run("Restart-FluxApp podinfo -Cluster sandbox-infra", ConfirmAnswer.No).Of<K8sWorkload>());
    }

    private void Apply(string json) => Assert.Single(_sandbox.Get<object>($"Set-K8sResource -Yaml '{json}' -Force -Cluster sandbox-infra"));

    private void Release() => Apply("""{"apiVersion":"helm.toolkit.fluxcd.io/v2","kind":"HelmRelease","metadata":{"name":"forced","namespace":"flux-system"},"spec":{"interval":"1h","chart":{"spec":{"chart":"podinfo","sourceRef":{"kind":"HelmRepository","name":"none"}}}}}""");
}
