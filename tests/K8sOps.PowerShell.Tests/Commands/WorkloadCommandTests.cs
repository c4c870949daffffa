using K8sOps.Host;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class WorkloadCommandTests
{
    private const string In = " -Namespace kube-system -Cluster sandbox-infra";
    private const string NewImage = "registry.k8s.io/coredns/coredns:v1.13.0";
    private readonly SandboxFixture _sandbox = new();

    private K8sWorkload CoreDns() => Assert.Single(_sandbox.Get<K8sWorkload>("Get-K8sWorkload coredns" + In));

    private void Roll(string image = NewImage)
    {
        _sandbox.Get<K8sWorkload>($"Set-K8sWorkload coredns -Image {image}{In}");
        _sandbox.Get<K8sClock>("Step-K8sSandbox 2m -Cluster sandbox-infra");
    }

    [Fact]
    public void Every_workload_of_a_healthy_platform_is_healthy_and_says_who_owns_it()
    {
        var all = _sandbox.Get<K8sWorkload>("Get-K8sWorkload -Kind Deployment,StatefulSet,DaemonSet,CronJob,Job -Cluster sandbox-infra");
        Assert.All(all, w => Assert.True(w.Healthy, $"{w.Kind} {w.Namespace}/{w.Name}: {w.Reason} {w.Message}"));
        Assert.Subset(all.Select(w => w.Kind).ToHashSet(), new HashSet<string> { "Deployment", "StatefulSet", "DaemonSet" });
        Assert.Equal("Kustomization flux-system/vaultwarden", all.Single(w => w.Name == "vaultwarden").ManagedBy);
    }

    [Fact]
    public void What_a_scenario_broke_is_unhealthy_with_a_reason()
    {
        _sandbox.Get<K8sScenario>("Start-K8sScenario crash-loop -Cluster sandbox-infra");
        var broken = Assert.Single(_sandbox.Get<K8sWorkload>("Get-K8sWorkload -Unhealthy -Cluster sandbox-infra"));
        Assert.Equal(("paperless", false), (broken.Name, broken.Healthy));
        Assert.NotNull(broken.Reason);
    }

    [Theory]
    [InlineData("Get-K8sWorkload nosuch -Cluster sandbox-infra", "NotFound")]
    [InlineData("Get-K8sWorkload -Namespace nosuch -Cluster sandbox-infra", "NotFound")]
    [InlineData("Get-K8sWorkload nosuch -Kind sts" + In, "NotFound")]
    [InlineData("Get-K8sWorkload x -Kind Pod -Cluster sandbox-infra", "KindMismatch")]
    [InlineData("Set-K8sWorkload nosuch -Replicas 1" + In, "NotFound")]
    [InlineData("Set-K8sWorkload coredns -Image other=x" + In, "NotFound")]
    [InlineData("Set-K8sWorkload coredns -Limit memory" + In, "InvalidSetting")]
    [InlineData("Set-K8sWorkload coredns -Limit memory=lots" + In, "InvalidSetting")]
    [InlineData("Set-K8sWorkload cilium -Replicas 2" + In, "KindMismatch")]
    [InlineData("Set-K8sWorkload vaultwarden -Replicas 2 -Namespace selfhosted -Cluster sandbox-infra", "FluxOwned")]
    [InlineData("Undo-K8sRollout coredns -Revision 99" + In, "RevisionNotFound")]
    [InlineData("Undo-K8sRollout coredns" + In, "RevisionNotFound")]
    public void What_cannot_be_done_is_one_error_and_no_write(string line, string id)
    {
        var before = _sandbox.World.WriteCount;
        var result = _sandbox.Run(line, ConfirmAnswer.Yes);
        Assert.Equal(id, (Assert.Single(result.Errors).FullyQualifiedErrorId ?? "").Split(',')[0]);
        Assert.Empty(result.Of<K8sWorkload>());
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Theory]
    [InlineData("Restart-K8sWorkload")]
    [InlineData("Set-K8sWorkload -Replicas 1")]
    [InlineData("Undo-K8sRollout")]
    public void A_pod_is_not_taken_for_a_workload_of_that_name(string command)
    {
        var before = _sandbox.World.WriteCount;
        var result = _sandbox.Run("Get-K8sPod" + In + " | " + command, ConfirmAnswer.Yes);
        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, e => Assert.StartsWith("KindMismatch,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Fact]
    public void Replicas_image_and_resources_are_set_and_told_field_by_field()
    {
        var line = $"Set-K8sWorkload coredns -Replicas 3 -Image {NewImage} -Limit memory=256Mi,cpu=none -Request cpu=50m{In}";
        var told = Assert.Single(_sandbox.Run(line + " -WhatIf").HostLines);
        Assert.Contains(".spec.replicas: 2 → 3", told, StringComparison.Ordinal);
        Assert.Contains($"[name=coredns].image: \"{CoreDns().Images[0].Split('=')[1]}\" → \"{NewImage}\"", told, StringComparison.Ordinal);
        Assert.Contains(".resources.limits.memory: \"170Mi\" → \"256Mi\"", told, StringComparison.Ordinal);
        var changed = Assert.Single(_sandbox.Get<K8sWorkload>(line));
        Assert.Equal((3, "coredns=" + NewImage), (changed.Desired, changed.Images[0]));
    }

    [Fact]
    public void What_is_as_it_should_be_is_not_sent()
    {
        var before = _sandbox.World.WriteCount;
        var result = _sandbox.Run("Set-K8sWorkload coredns -Replicas 2 -Confirm" + In);
        Assert.Empty(result.Questions);
        Assert.Equal(2, Assert.Single(result.Of<K8sWorkload>()).Desired);
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Fact]
    public void A_workload_that_was_made_anew_since_it_was_read_is_left_alone()
    {
        var stale = CoreDns() with { Uid = "00000000-0000-0000-0000-000000000000" };
        var before = _sandbox.World.WriteCount;
        var result = _sandbox.Host.Invoke("Set-K8sWorkload -Replicas 5", input: [stale], answer: _ => ConfirmAnswer.Yes);
        Assert.Equal("Conflict,K8sOps.Kube.SetK8sWorkloadCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Fact]
    public void A_restart_replaces_every_pod_and_waits_for_the_new_ones()
    {
        var before = _sandbox.Get<K8sPod>("Get-K8sPod coredns-*" + In).Select(p => p.Uid).ToList();
        var restarted = Assert.Single(_sandbox.Get<K8sWorkload>("Restart-K8sWorkload coredns -Timeout 2m" + In));
        Assert.True(restarted.Healthy);
        var after = _sandbox.Get<K8sPod>("Get-K8sPod coredns-*" + In);
        Assert.Empty(before.Intersect(after.Where(p => p.Ready).Select(p => p.Uid)));
        Assert.Equal(restarted.Desired, after.Count(p => p.Ready));
    }

    [Fact]
    public void The_history_shows_each_revision_and_undo_brings_the_one_before_back()
    {
        var image = CoreDns().Images[0];
        Roll();
        var history = _sandbox.Get<K8sRollout>("Get-K8sRollout coredns" + In);
        Assert.Equal(2, history.Count);
        Assert.Equal((true, "coredns=" + NewImage, 2), (history[1].IsCurrent, history[1].Images[0], history[1].Replicas));
        Assert.Equal((false, image, 0), (history[0].IsCurrent, history[0].Images[0], history[0].Replicas));

        Assert.Contains(".image: \"" + NewImage, Assert.Single(_sandbox.Run("Undo-K8sRollout coredns -WhatIf" + In).HostLines), StringComparison.Ordinal);
        Assert.Equal(image, Assert.Single(_sandbox.Get<K8sWorkload>("Undo-K8sRollout coredns" + In)).Images[0]);
    }

    [Fact]
    public void A_workload_that_was_read_before_does_not_decide_the_revision_of_an_undo()
    {
        var read = CoreDns();
        Roll();
        Roll("registry.k8s.io/coredns/coredns:v1.13.1");
        var undone = _sandbox.Host.Invoke("Undo-K8sRollout", input: [read], answer: _ => ConfirmAnswer.Yes);
        Assert.Equal("coredns=" + NewImage, Assert.Single(undone.Of<K8sWorkload>()).Images[0]);
    }

    [Fact]
    public void Undoing_to_what_is_already_there_is_skipped()
    {
        Roll();
        var current = _sandbox.Get<K8sRollout>("Get-K8sRollout coredns" + In).Single(r => r.IsCurrent);
        var before = _sandbox.World.WriteCount;
        var result = _sandbox.Run($"Undo-K8sRollout coredns -Revision {current.Revision}" + In, ConfirmAnswer.Yes);
        Assert.Contains("already", Assert.Single(result.Warnings).ToString(), StringComparison.Ordinal);
        Assert.Equal(before, _sandbox.World.WriteCount);
    }

    [Fact]
    public void Waiting_ends_at_once_when_it_is_so_already_and_with_the_last_state_when_it_never_is()
    {
        Assert.Single(_sandbox.Get<K8sWorkload>("Wait-K8sRollout coredns" + In));
        Assert.Single(_sandbox.Get<K8sResource>("Wait-K8sResource deploy coredns -Condition Available" + In));
        Assert.Single(_sandbox.Get<K8sResource>("Wait-K8sResource ns default -Property .status.phase -Value Act* -Cluster sandbox-infra"));
        Assert.Empty(_sandbox.Get<K8sResource>("Wait-K8sResource cm nosuch -For Deleted" + In));
        var timeout = Assert.Single(_sandbox.Run("Wait-K8sResource deploy coredns -Condition Progressing=False -Timeout 1s" + In).Errors);
        Assert.Equal("Timeout,K8sOps.Kube.WaitK8sResourceCommand", timeout.FullyQualifiedErrorId);
        Assert.Contains("last seen: Progressing=True", timeout.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Something_that_is_gone_by_uid_is_gone_though_a_namesake_is_there()
    {
        var stale = Assert.Single(_sandbox.Get<K8sResource>("Get-K8sResource deploy coredns" + In)) with { Uid = "00000000-0000-0000-0000-000000000000" };
        Assert.Empty(_sandbox.Host.Invoke("Wait-K8sResource -For Deleted -Timeout 2s", input: [stale]).Errors);
    }

    [Theory]
    [InlineData("Wait-K8sResource ns default -Property .status..[ -Timeout 1s -Cluster sandbox-infra", "InvalidSetting")]
    [InlineData("Wait-K8sResource nosuchkind x -Timeout 1s -Cluster sandbox-infra", "KindNotServed")]
    [InlineData("Wait-K8sRollout nosuch -Timeout 1s -Cluster sandbox-infra", "NotFound")]
    public void What_cannot_be_waited_for_is_said_at_once(string line, string id)
        => Assert.Equal(id, (Assert.Single(_sandbox.Run(line).Errors).FullyQualifiedErrorId ?? "").Split(',')[0]);

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "FluxOwned")]
    public void While_the_Flux_app_is_suspended_its_workloads_may_be_changed(bool suspend, string? refusal)
    {
        if (suspend) _sandbox.Get<FluxApp>("Suspend-FluxApp vaultwarden -Cluster sandbox-infra");
        var result = _sandbox.Run("Set-K8sWorkload vaultwarden -Namespace selfhosted -Replicas 0 -Cluster sandbox-infra", ConfirmAnswer.Yes);
        Assert.Equal(refusal, result.Errors.Count == 0 ? null : result.Errors[0].FullyQualifiedErrorId?.Split(',')[0]);
        Assert.Equal(refusal is null, result.Warnings.Any(w => w.ToString()!.Contains("suspended", StringComparison.Ordinal)));
        Assert.Equal(refusal is null ? 0 : 1, Assert.Single(_sandbox.Get<K8sWorkload>("Get-K8sWorkload vaultwarden -Cluster sandbox-infra")).Desired);
    }
}
