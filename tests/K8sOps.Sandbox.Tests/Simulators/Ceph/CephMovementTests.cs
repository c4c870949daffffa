using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Tests.Simulators.Ceph;

/// <summary>What goes on in the cluster by itself, on the world's clock.</summary>
public sealed class CephMovementTests : IDisposable
{
    private readonly CephTestWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void An_OSD_that_is_gone_is_down_then_out_and_safe_to_destroy_when_its_data_has_moved()
    {
        world.Scale("rook-ceph-osd-2", 0);
        world.Run(TimeSpan.FromSeconds(10));
        Assert.Equal("", world.Codes());

        world.Run(TimeSpan.FromSeconds(30));
        Assert.Equal("OSD_DOWN PG_DEGRADED", world.Codes());
        Assert.Equal(["active+clean", "active+undersized+degraded"], world.States().Keys.Order());
        Assert.Equal("""{"safe_to_destroy":[],"active":[],"missing_stats":[2],"stored_pgs":[]}""", world.Json("osd safe-to-destroy 2").ToJsonString());
        Assert.Equal(11, world.Ask("osd safe-to-destroy 2", isJson: false).ExitCode);

        world.Run(TimeSpan.FromMinutes(10));
        Assert.Equal("PG_DEGRADED", world.Codes());
        Assert.Contains("active+undersized+degraded+remapped+backfilling", world.States().Keys);
        Assert.Equal(11, world.Ask("osd purge 2").ExitCode);
        var left = world.Settled.LeftToMove();
        world.Run(TimeSpan.FromMinutes(2));
        Assert.InRange(left.Bytes - world.Settled.LeftToMove().Bytes, 115 * CephWorld.RecoveryRate, 125 * CephWorld.RecoveryRate);

        world.Run(TimeSpan.FromMinutes(10));
        Assert.Equal("", world.Codes());
        Assert.Equal("""{"safe_to_destroy":[2],"active":[],"missing_stats":[],"stored_pgs":[]}""", world.Json("osd safe-to-destroy 2").ToJsonString());
        Assert.Equal("purged osd.2\n", world.Ask("osd purge 2").Error);
        Assert.DoesNotContain(2, world.Ceph.Osds.Keys);
    }

    [Fact]
    public void With_noout_an_OSD_stays_in_and_comes_back_to_little_recovery()
    {
        world.Ask("osd set noout");
        world.Scale("rook-ceph-osd-0", 0);
        world.Run(TimeSpan.FromHours(2));
        Assert.Equal("OSDMAP_FLAGS OSD_DOWN PG_DEGRADED", world.Codes());
        Assert.True(world.Ceph.Osds[0].IsIn);

        world.Scale("rook-ceph-osd-0", 1);
        world.Run(TimeSpan.FromSeconds(20));
        Assert.Contains(world.States().Keys, static state => state.StartsWith("active+recover", StringComparison.Ordinal));
        world.Run(TimeSpan.FromMinutes(10));
        Assert.Equal("OSDMAP_FLAGS", world.Codes());
        world.Ask("osd unset noout");
        Assert.Equal("", world.Codes());
    }

    [Fact]
    public void An_OSD_that_is_put_out_while_it_runs_serves_until_its_data_has_moved()
    {
        Assert.Equal("marked out osd.5. \n", world.Ask("osd out 5").Error);
        Assert.Equal("osd.5 is already out. \n", world.Ask("osd out 5").Error);
        Assert.Equal("", world.Codes());
        Assert.Contains("active+remapped+backfilling", world.States().Keys);
        Assert.Equal("""{"safe_to_destroy":[],"active":[5],"missing_stats":[],"stored_pgs":[]}""", world.Json("osd safe-to-destroy 5").ToJsonString());
        Assert.Equal(16, world.Ask("osd purge 5").ExitCode);

        world.Run(TimeSpan.FromMinutes(20));
        Assert.Equal([49], world.States().Values);
        Assert.Equal("""[5]""", world.Json("osd safe-to-destroy 5")["safe_to_destroy"]!.ToJsonString());
        Assert.Equal("Error EBUSY: osd.5 is not `down`.\n", world.Ask("osd purge 5").Error);
        world.Ask("osd in 5");
        world.Run(TimeSpan.FromMinutes(20));
        Assert.Equal([49], world.States().Values);
    }

    [Fact]
    public void Nothing_moves_while_a_flag_forbids_it()
    {
        world.Ask("osd set nobackfill");
        world.Ask("osd out 3");
        var left = world.Settled.LeftToMove();
        world.Run(TimeSpan.FromHours(1));
        Assert.Equal(left, world.Settled.LeftToMove());
        Assert.DoesNotContain(world.States().Keys, static state => state.Contains("backfilling", StringComparison.Ordinal));
        world.Ask("osd unset nobackfill");
        world.Run(TimeSpan.FromMinutes(20));
        Assert.Equal(0, world.Settled.LeftToMove().Bytes);
    }

    [Fact]
    public void A_host_that_is_gone_leaves_too_few_hosts_and_two_make_data_unavailable()
    {
        world.Scale("rook-ceph-osd-1", 0);
        world.Scale("rook-ceph-osd-4", 0);
        world.Run(TimeSpan.FromMinutes(5));
        Assert.Equal("OSD_DOWN OSD_HOST_DOWN PG_DEGRADED", world.Codes());
        Assert.Equal("host infra-wk-02 (root=default) (2 osds) is down", (string?)world.Json("health detail")["checks"]!["OSD_HOST_DOWN"]!["detail"]![0]!["message"]);
        Assert.Equal(16, world.Ask("osd ok-to-stop 0").ExitCode);

        world.Scale("rook-ceph-osd-0", 0);
        world.Scale("rook-ceph-osd-3", 0);
        world.Run(TimeSpan.FromMinutes(2));
        Assert.Equal("OSD_DOWN OSD_HOST_DOWN PG_AVAILABILITY PG_DEGRADED", world.Codes());
        Assert.Equal(["undersized+degraded+peered"], world.States().Keys);
        foreach (var osd in new[] { 0, 1, 3, 4 }) world.Scale($"rook-ceph-osd-{osd}", 1);
        world.Run(TimeSpan.FromHours(1));
        Assert.Equal("", world.Codes());
    }

    [Fact]
    public void The_monitors_do_not_put_out_half_of_the_OSDs()
    {
        foreach (var osd in new[] { 0, 1, 2 }) world.Scale($"rook-ceph-osd-{osd}", 0);
        world.Run(TimeSpan.FromHours(2));
        Assert.Equal(5, world.Ceph.Osds.Values.Count(static osd => osd.IsIn));
    }

    [Fact]
    public void The_CephCluster_tells_the_health_of_the_last_minute_unless_the_operator_is_gone()
    {
        world.Scale("rook-ceph-osd-2", 0);
        world.Run(TimeSpan.FromMinutes(3));
        var cluster = world.World.Get(CephKinds.Clusters, CephWorld.Namespace, "rook-ceph");
        Assert.Equal("HEALTH_WARN", cluster.Text("status", "ceph", "health"));
        Assert.Equal("HEALTH_OK", cluster.Text("status", "ceph", "previousHealth"));
        Assert.Equal("1 osds down", cluster.Text("status", "ceph", "details", "OSD_DOWN", "message"));
        Assert.InRange(world.Store.Now - cluster.Time("status", "ceph", "lastChecked")!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(60));

        world.Scale("rook-ceph-operator", 0);
        world.Run(TimeSpan.FromMinutes(20));
        cluster = world.World.Get(CephKinds.Clusters, CephWorld.Namespace, "rook-ceph");
        Assert.InRange(world.Store.Now - cluster.Time("status", "ceph", "lastChecked")!.Value, TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(21));
    }

    [Fact]
    public void The_operator_starts_what_was_stopped_when_it_starts_itself_but_not_what_it_is_to_leave_alone()
    {
        world.Scale("rook-ceph-osd-2", 0);
        world.Scale("rook-ceph-osd-3", 0);
        world.Store.Update(KubeResources.Deployments, CephWorld.Namespace, "rook-ceph-osd-3", static item => item["metadata"]!["labels"]!["ceph.rook.io/do-not-reconcile"] = "true");
        world.Run(TimeSpan.FromMinutes(5));
        Assert.Equal(0, Replicas("rook-ceph-osd-2"));

        world.Scale("rook-ceph-operator", 0);
        world.Run(TimeSpan.FromMinutes(1));
        world.Scale("rook-ceph-operator", 1);
        world.Run(TimeSpan.FromMinutes(2));
        Assert.Equal((1, 0), (Replicas("rook-ceph-osd-2"), Replicas("rook-ceph-osd-3")));
    }

    [Fact]
    public void A_check_that_is_muted_does_not_count_until_the_mute_ends()
    {
        world.Ask("osd set noscrub");
        Assert.Equal(0, world.Ask("health mute OSDMAP_FLAGS 10m").ExitCode);
        Assert.Equal("HEALTH_OK (muted: OSDMAP_FLAGS(10m))\n", world.Ask("health").Text);
        Assert.True((bool)world.Json("health")["checks"]!["OSDMAP_FLAGS"]!["muted"]!);
        world.Run(TimeSpan.FromMinutes(11));
        Assert.Equal("HEALTH_WARN noscrub flag(s) set\n", world.Ask("health").Text);
        Assert.Equal(2, world.Ask("health mute NO_SUCH_CHECK 1h").ExitCode);
    }

    [Fact]
    public void A_night_of_rest_changes_nothing_but_the_time_of_the_last_check()
    {
        var epoch = world.Ceph.Epoch;
        world.Run(TimeSpan.FromHours(6));
        Assert.Equal("", world.Codes());
        Assert.Equal(epoch, world.Ceph.Epoch);
    }

    private long? Replicas(string deployment) => world.World.Get(KubeResources.Deployments, CephWorld.Namespace, deployment).Number("spec", "replicas");
}
