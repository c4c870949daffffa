using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Ceph;
using K8sOps.Sandbox.Tests.Simulators.Ceph;

namespace K8sOps.Sandbox.Tests.Scenarios.Ceph;

/// <summary>Each scenario shows what it should, lasts as long as nobody cures it, and is cured by what cures it in reality.</summary>
public sealed class CephScenarioTests : IDisposable
{
    private static readonly TimeSpan HalfAnHour = TimeSpan.FromMinutes(30);
    private readonly CephTestWorld world = new();
    private IScenario? scenario;

    public void Dispose() => world.Dispose();

    [Fact]
    public void An_OSD_that_was_stopped_comes_back_when_it_is_started()
    {
        Start("ceph-osd-down", "OSD_DOWN PG_DEGRADED");
        Lasts("");
        Assert.False(world.Ceph.Osds[1].IsIn);

        world.Scale("rook-ceph-osd-1", 1);
        Cured(HalfAnHour);
        Assert.True(world.Ceph.Osds[1] is { IsUp: true, IsIn: true });
    }

    [Fact]
    public void An_OSD_whose_device_died_must_be_removed()
    {
        Start("ceph-osd-failed", "OSD_DOWN PG_DEGRADED");
        var pod = Assert.Single(Pods("osd", "4"));
        Assert.Equal("CrashLoopBackOff", pod["status"]!["containerStatuses"]![0].Text("state", "waiting", "reason"));
        world.Store.Delete(KubeResources.Pods, CephWorld.Namespace, pod.Name());
        Lasts("");

        world.Ask("osd purge 4 --yes-i-really-mean-it");
        world.Store.Delete(KubeResources.Deployments, CephWorld.Namespace, "rook-ceph-osd-4");
        Cured(TimeSpan.FromMinutes(2));
        Assert.Equal([0, 1, 2, 3, 5], world.Ceph.Osds.Keys);
        Assert.Empty(Pods("osd", "4"));
    }

    [Fact]
    public void A_flapping_OSD_must_stand_still_for_a_minute()
    {
        Start("ceph-osd-flapping", null);
        var restarts = Assert.Single(Pods("osd", "3"))["status"]!["containerStatuses"]![0].Number("restartCount");
        Assert.InRange(restarts!.Value, 3, 10);
        Assert.InRange(world.Ceph.Osds[3].Downs, 1, 10);
        world.Store.Delete(KubeResources.Pods, CephWorld.Namespace, Pods("osd", "3").Single().Name());
        Lasts(null);

        world.Ask("osd set noout");
        world.Scale("rook-ceph-osd-3", 0);
        world.Run(TimeSpan.FromSeconds(90));
        Assert.True(scenario!.IsBroken(world.Store));
        Assert.Contains("OSD_DOWN", world.Codes(), StringComparison.Ordinal);
        world.Scale("rook-ceph-osd-3", 1);
        world.Run(TimeSpan.FromMinutes(1));
        world.Ask("osd unset noout");
        Cured(TimeSpan.FromMinutes(20));
        Assert.Equal(0, Assert.Single(Pods("osd", "3"))["status"]!["containerStatuses"]![0].Number("restartCount"));
    }

    [Fact]
    public void A_flapping_OSD_that_is_only_started_anew_flaps_on()
    {
        Start("ceph-osd-flapping", null);
        world.Scale("rook-ceph-osd-3", 0);
        world.Run(TimeSpan.FromSeconds(20));
        world.Scale("rook-ceph-osd-3", 1);
        Lasts(null);
    }

    [Theory]
    [InlineData("osd reweight 4 0.9")]
    [InlineData("osd reweight 1 1")]
    public void A_nearly_full_OSD_is_given_a_smaller_share(string cure)
    {
        Start("ceph-nearfull", "OSD_NEARFULL POOL_NEARFULL");
        Assert.Equal([4], world.Ceph.Osds.Values.Where(osd => world.Ceph.UsedRatio(osd) > 0.85).Select(static osd => osd.Id));
        Lasts("OSD_NEARFULL POOL_NEARFULL");
        world.Ask("osd set-nearfull-ratio 0.89");
        Assert.True(scenario!.IsBroken(world.Store));
        world.Ask("osd set-nearfull-ratio 0.85");

        world.Ask(cure);
        Assert.Contains("misplaced", world.Ask("status").Text!, StringComparison.Ordinal);
        Cured(HalfAnHour);
    }

    [Fact]
    public void A_pool_at_its_quota_gets_a_larger_one()
    {
        Start("ceph-pool-full", "POOL_FULL");
        Assert.Equal("pool 'ceph-archive' is full (running out of quota)", (string?)world.Json("health detail")["checks"]!["POOL_FULL"]!["detail"]![0]!["message"]);
        Lasts("POOL_FULL");
        world.Ask("osd pool set-quota ceph-archive max_bytes 128Gi");
        Cured(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void A_pool_at_its_quota_gets_a_larger_one_by_its_CephBlockPool()
    {
        Start("ceph-pool-full", "POOL_FULL");
        world.Store.Update(CephKinds.BlockPools, CephWorld.Namespace, "ceph-archive", static item => item.Child("spec").Child("quotas")["maxSize"] = "128Gi");
        Cured(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void A_damaged_placement_group_is_repaired()
    {
        Start("ceph-pg-inconsistent", "OSD_SCRUB_ERRORS PG_DAMAGED");
        Assert.Equal("HEALTH_ERR", (string?)world.Json("health")["status"]);
        world.Ask("pg deep-scrub 2.b");
        Lasts("OSD_SCRUB_ERRORS PG_DAMAGED");
        Assert.Equal("active+clean+inconsistent", (string?)world.Json("pg ls inconsistent")["pg_stats"]![0]!["state"]);

        world.Ask("pg repair 2.b");
        Assert.Contains("active+clean+scrubbing+deep+inconsistent+repair", world.States().Keys);
        Cured(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_monitor_that_hangs_is_started_anew()
    {
        Start("ceph-mon-down", "MON_DOWN");
        Assert.Equal("""["a","b"]""", world.Json("quorum_status")["quorum_names"]!.ToJsonString());
        Lasts("MON_DOWN");
        Assert.Equal(16, world.Ask("mon ok-to-stop a").ExitCode);
        world.Store.Delete(KubeResources.Pods, CephWorld.Namespace, Pods("mon", "c").Single().Name());
        Cured(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_clock_that_is_off_is_set_right_at_the_machine()
    {
        Start("ceph-clock-skew", "MON_CLOCK_SKEW");
        world.Store.Delete(KubeResources.Pods, CephWorld.Namespace, Pods("mon", "c").Single().Name());
        Lasts("MON_CLOCK_SKEW");
        scenario!.TurnOff(world.Store);
        Cured(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_slow_OSD_is_started_anew()
    {
        Start("ceph-slow-ops", "SLOW_OPS");
        Lasts("SLOW_OPS");
        Assert.Matches("^38 slow ops, oldest one blocked for \\d+ sec, osd.2 has slow ops$", (string?)world.Json("health")["checks"]!["SLOW_OPS"]!["summary"]!["message"]);
        world.Store.Delete(KubeResources.Pods, CephWorld.Namespace, Pods("osd", "2").Single().Name());
        Cured(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_flag_that_was_left_is_taken_back()
    {
        Start("ceph-noout-forgotten", "OSDMAP_FLAGS");
        Lasts("OSDMAP_FLAGS");
        Assert.Equal("noout is unset\n", world.Ask("osd unset noout").Error);
        Cured(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Crash_reports_are_archived()
    {
        Start("ceph-crash-reports", "RECENT_CRASH");
        Lasts("RECENT_CRASH");
        foreach (var crash in world.Json("crash ls-new").AsArray()) world.Ask("crash archive " + (string)crash!["crash_id"]!);
        Cured(TimeSpan.FromMinutes(1));
        Assert.Equal(2, world.Json("crash ls").AsArray().Count);
        Assert.Empty(world.Json("crash ls-new").AsArray());
    }

    [Fact]
    public void A_toolbox_that_was_scaled_away_is_scaled_back()
    {
        Start("ceph-toolbox-missing", "");
        Lasts("");
        Assert.DoesNotContain(world.Store.List(KubeResources.Pods, CephWorld.Namespace), static pod => pod.Label("app") == "rook-ceph-tools");
        world.Scale("rook-ceph-tools", 1);
        Cured(TimeSpan.FromMinutes(1));
    }

    private void Start(string name, string? codes)
    {
        scenario = world.World.StartScenario(name);
        if (codes is not null) Assert.Equal(codes, world.Codes());
    }

    private void Lasts(string? codes)
    {
        world.Run(HalfAnHour);
        Assert.True(scenario!.IsBroken(world.Store));
        if (codes is not null) Assert.Equal(codes, world.Codes());
    }

    private void Cured(TimeSpan time)
    {
        world.Run(time);
        Assert.False(scenario!.IsBroken(world.Store));
        Assert.Equal("", world.Codes());
        Assert.All(world.Ceph.Groups, static group => Assert.Equal("active+clean", group.State));
    }

    private IEnumerable<System.Text.Json.Nodes.JsonObject> Pods(string kind, string id) => world.Store.List(KubeResources.Pods, CephWorld.Namespace).Where(pod => pod.Label("ceph_daemon_type") == kind && pod.Label("ceph_daemon_id") == id);
}
