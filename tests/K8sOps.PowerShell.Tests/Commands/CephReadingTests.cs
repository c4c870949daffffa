using K8sOps.Host;

namespace K8sOps.PowerShell.Tests.Commands;

/// <summary>The commands that read Ceph, on the sandbox.</summary>
[Collection("sandbox")]
public class CephReadingTests
{
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void A_fresh_world_passes_every_check_of_Ceph()
    {
        var results = _sandbox.Get<CheckResult>("Invoke-CephHealth -Cluster sandbox-infra");
        Assert.Equal(new Ceph.CephSystem().Checks.Select(c => c.Id), results.Select(r => r.Id));
        Assert.All(results, r => Assert.True(r.Status == CheckStatus.Pass, $"{r.Id} {r.Status} {r.Kind} {r.TargetName}: {r.Message}"));
        Assert.Equal([true], _sandbox.Get<bool>("Invoke-CephHealth -Quiet -Cluster sandbox-infra"));
        Assert.Equal(results.Count, _sandbox.Get<CheckResult>("Test-K8sPlatform -System Rook-Ceph -Cluster sandbox-infra").Count);
    }

    [Fact]
    public void Without_Rook_there_is_nothing_to_check()
    {
        Assert.Equal(CheckStatus.Skip, Assert.Single(_sandbox.Get<CheckResult>("Test-K8sPlatform -System Rook-Ceph -Cluster sandbox-apps")).Status);
        Assert.StartsWith("ApiNotInstalled,K8sOps.Ceph.GetCephStatusCommand", Assert.Single(_sandbox.Run("Get-CephStatus -Cluster sandbox-apps").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_namespace_without_a_CephCluster_is_told_with_the_one_that_has_it()
    {
        var result = _sandbox.Run("Get-CephOsd -Namespace nope -Cluster sandbox-infra");
        var error = Assert.Single(result.Errors);
        Assert.StartsWith("NotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("Cannot find a CephCluster in namespace nope on sandbox-infra: there is none there, and rook-ceph/rook-ceph elsewhere.", error.Exception.Message);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void The_status_agrees_with_what_the_others_show()
    {
        var status = Assert.Single(_sandbox.Get<CephStatus>("Get-CephStatus -Cluster sandbox-infra"));
        Assert.Equal((CephHealth.Ok, true), (status.Health, status.ManagerActive));
        Assert.Equal(status.Osds, _sandbox.Get<CephOsd>("Get-CephOsd -State Up, In -Cluster sandbox-infra").Count);
        Assert.Equal(status.PlacementGroups, _sandbox.Get<CephPlacementGroup>("Get-CephPlacementGroup -Cluster sandbox-infra").Count);
        Assert.Equal(status.Monitors, _sandbox.Get<CephMonitor>("Get-CephMonitor -Cluster sandbox-infra").Count(m => m.InQuorum && m.Node is not null));
        Assert.Equal(status.Pools, _sandbox.Get<CephPool>("Get-CephPool -Cluster sandbox-infra").Count);
        Assert.Equal(status.TotalBytes, _sandbox.Get<CephUsage>("Get-CephUsage -Cluster sandbox-infra").Single(u => u.Scope == "Cluster").TotalBytes);
        Assert.Empty(_sandbox.Get<CephOsd>("Get-CephOsd -State Down -Cluster sandbox-infra"));
        Assert.Empty(_sandbox.Get<CephPlacementGroup>("Get-CephPlacementGroup -Unhealthy -State degraded -Cluster sandbox-infra"));
        Assert.Empty(_sandbox.Get<CephFlag>("Get-CephFlag noout -Cluster sandbox-infra"));
        Assert.Empty(_sandbox.Get<CephCrash>("Get-CephCrash -New -Cluster sandbox-infra"));
    }

    [Fact]
    public void An_OSD_is_shown_with_what_runs_it()
    {
        var osd = Assert.Single(_sandbox.Get<CephOsd>("Get-CephOsd 1 -Cluster sandbox-infra"));
        Assert.Equal(("osd.1", "rook-ceph-osd-1", CephOsdState.UpIn), (osd.Daemon, osd.Deployment, osd.State));
        Assert.True(osd is { SizeBytes: > 0, Pod: not null, Node: not null });
    }

    [Theory]
    [InlineData("Get-CephOsd 99", "NotFound")]
    [InlineData("Get-CephPool nosuch", "NotFound")]
    [InlineData("Get-CephPlacementGroup 99.0", "NotFound")]
    [InlineData("Get-CephMonitor z", "NotFound")]
    [InlineData("Get-CephCrash nosuch", "NotFound")]
    [InlineData("Get-CephFlag noooout", "NotFound")]
    [InlineData("Get-CephStatus -Namespace nosuch", "NotFound")]
    [InlineData("Invoke-CephHealth CEPH.NOTHING", "NotFound")]
    public void A_literal_name_that_is_not_there_is_an_error(string line, string id)
        => Assert.StartsWith(id + ",", Assert.Single(_sandbox.Run(line + " -Cluster sandbox-infra").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);

    [Theory]
    [InlineData("Get-CephPool nosuch*")]
    [InlineData("Get-CephPlacementGroup 99.*")]
    [InlineData("Get-CephMonitor z*")]
    [InlineData("Get-CephCrash z*")]
    [InlineData("Get-CephFlag z*")]
    public void A_pattern_without_a_match_is_silence(string line) => Assert.Empty(_sandbox.Get<object>(line + " -Cluster sandbox-infra"));

    [Fact]
    public void OSDs_that_come_one_by_one_are_asked_about_together()
    {
        var alone = Assert.Single(_sandbox.Get<CheckResult>("Test-CephOsd 0 -Cluster sandbox-infra"));
        Assert.Equal((CheckStatus.Pass, "CEPH.OK_TO_STOP", "osd.0"), (alone.Status, alone.Id, alone.TargetName));
        var together = _sandbox.Get<CheckResult>("Get-CephOsd -Cluster sandbox-infra | Test-CephOsd -For Stop");
        Assert.True(together.Count > 1);
        Assert.All(together, r => Assert.Equal(CheckStatus.Fail, r.Status));
        Assert.Contains("not together with", together[0].Message, StringComparison.Ordinal);
        Assert.Equal([false], _sandbox.Get<bool>("Get-CephOsd -Cluster sandbox-infra | Test-CephOsd -Quiet"));
        Assert.Equal(CheckStatus.Fail, Assert.Single(_sandbox.Get<CheckResult>("Test-CephOsd 0 -For Destroy -Cluster sandbox-infra")).Status);
    }

    [Theory]
    [InlineData("Get-K8sNode -Cluster sandbox-infra | Get-CephPool")]
    [InlineData("Get-CephMonitor -Cluster sandbox-infra | Get-CephCrash")]
    public void Objects_of_another_kind_are_refused(string line)
        => Assert.All(_sandbox.Run(line).Errors, e => Assert.StartsWith("KindMismatch,", e.FullyQualifiedErrorId, StringComparison.Ordinal));

    [Fact]
    public void A_pool_leads_to_its_placement_groups()
    {
        var pool = _sandbox.Get<CephPool>("Get-CephPool -Cluster sandbox-infra")[0];
        var groups = _sandbox.Get<CephPlacementGroup>($"Get-CephPool {pool.Pool} -Cluster sandbox-infra | Get-CephPlacementGroup");
        Assert.Equal(pool.PlacementGroups, groups.Count);
        Assert.All(groups, g => Assert.Equal(pool.Pool, g.Pool));
    }

    [Fact]
    public void A_fresh_world_may_be_upgraded()
    {
        var results = _sandbox.Get<CheckResult>("Test-RookUpgrade -Cluster sandbox-infra");
        Assert.Equal(7, results.Count);
        Assert.All(results, r => Assert.True(r.Status == CheckStatus.Pass, $"{r.Id}: {r.Message}"));
    }

    [Fact]
    public void An_operator_that_was_stopped_is_found_with_its_workload_and_the_remedy_starts_it()
    {
        _sandbox.Get<K8sWorkload>("Set-K8sWorkload -Kind Deployment -Namespace rook-ceph -Name rook-ceph-operator -Replicas 0 -Force -Cluster sandbox-infra");
        _sandbox.Run("Step-K8sSandbox -By 2m -Cluster sandbox-infra");
        var finding = Assert.Single(_sandbox.Get<CheckResult>("Invoke-CephHealth CEPH.OPERATOR_DOWN -Cluster sandbox-infra"));
        Assert.Equal((CheckStatus.Fail, "rook-ceph-operator", "rook-ceph-operator"), (finding.Status, finding.TargetName, finding.Parameters["Workload"]));
        Assert.NotEmpty(_sandbox.Get<K8sWorkload>(finding.Remedy!));
    }

    [Fact]
    public void The_toolbox_may_be_away_and_everything_is_read_all_the_same()
    {
        _sandbox.Get<K8sWorkload>("Set-K8sWorkload -Kind Deployment -Namespace rook-ceph -Name rook-ceph-tools -Replicas 0 -Force -Cluster sandbox-infra");
        _sandbox.Run("Step-K8sSandbox -By 2m -Cluster sandbox-infra");
        Assert.Contains("rook-ceph-operator", Assert.Single(_sandbox.Get<CephStatus>("Get-CephStatus -Cluster sandbox-infra")).Source, StringComparison.Ordinal);
        var finding = Assert.Single(_sandbox.Get<CheckResult>("Invoke-CephHealth -Cluster sandbox-infra"), r => r.Status != CheckStatus.Pass);
        Assert.Equal(("CEPH.TOOLBOX_MISSING", CheckStatus.Warn, "rook-ceph-tools"), (finding.Id, finding.Status, finding.Parameters["Workload"]));
        Assert.NotEmpty(_sandbox.Get<K8sWorkload>(finding.Remedy!));
    }

    [Fact]
    public void An_OSD_that_died_hours_ago_still_leads_to_its_replacement()
    {
        _sandbox.Run("Start-K8sScenario ceph-osd-failed -Cluster sandbox-infra");
        _sandbox.Run("Step-K8sSandbox 3h -Cluster sandbox-infra");
        var finding = Assert.Single(_sandbox.Get<CheckResult>("Invoke-CephHealth -Cluster sandbox-infra"), r => r.Id is "CEPH.OSD_DOWN" or "CEPH.OSD_OUT" && r.Status != CheckStatus.Pass);
        Assert.Equal(("CEPH.OSD_OUT", CheckStatus.Warn), (finding.Id, finding.Status));
        var dead = Assert.Single(_sandbox.Get<CephOsd>(finding.Remedy!));
        Assert.Equal((CephOsdState.DownOut, finding.Parameters["OsdId"]), (dead.State, dead.OsdId));
        var step = _sandbox.Get<RunbookStep>("Invoke-CephHealth CEPH.OSD_OUT -Cluster sandbox-infra | Get-RunbookStep").First(s => s.Procedure == "Replace a failed OSD");
        Assert.Equal((dead.OsdId, 0), (step.Arguments["OsdId"], step.Missing.Count));
    }

    [Fact]
    public void While_no_monitor_answers_nothing_that_only_Ceph_knows_passes()
    {
        foreach (var monitor in "abc") _sandbox.Get<K8sWorkload>($"Set-K8sWorkload -Kind Deployment -Namespace rook-ceph -Name rook-ceph-mon-{monitor} -Replicas 0 -Force -Cluster sandbox-infra");
        _sandbox.Run("Step-K8sSandbox -By 2m -Cluster sandbox-infra");
        Assert.Equal([false], _sandbox.Get<bool>("Invoke-CephHealth -Check CEPH.MON_DOWN,CEPH.PG_AVAILABILITY,CEPH.OSD_DOWN -Quiet -Cluster sandbox-infra"));
        var passed = _sandbox.Get<CheckResult>("Invoke-CephHealth -Cluster sandbox-infra").Where(r => r.Status == CheckStatus.Pass).Select(r => r.Id);
        Assert.Equal(["CEPH.TOOLBOX_MISSING", "CEPH.STATUS_STALE", "CEPH.OPERATOR_DOWN", "CEPH.CSI_DOWN"], passed);
        var status = Assert.Single(_sandbox.Get<CephStatus>("Get-CephStatus -Cluster sandbox-infra"));
        Assert.Equal(CephHealth.Unknown, status.Health);
        Assert.Contains("UNKNOWN", View.CephHealth(status.Health), StringComparison.Ordinal);
    }
}
