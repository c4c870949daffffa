using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Tests.Simulators.Ceph;

/// <summary>Commands that change the cluster, and what they refuse.</summary>
public sealed class CephChangeTests : IDisposable
{
    private readonly CephTestWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void Flags_are_set_and_taken_back_for_all_for_some_and_for_a_host()
    {
        Assert.Equal("pauserd,pausewr is set\n", world.Ask("osd set pause").Error);
        world.Ask("osd set-group noout,noup osd.3 infra-wk-01");
        Assert.Equal("OSDMAP_FLAGS OSD_FLAGS", world.Codes());
        var checks = world.Json("health detail")["checks"]!;
        Assert.Equal("pauserd,pausewr flag(s) set", (string?)checks["OSDMAP_FLAGS"]!["summary"]!["message"]);
        Assert.Equal(["osd.3 has flags noout,noup", "infra-wk-01 has flags noout,noup"], checks["OSD_FLAGS"]!["detail"]!.AsArray().Select(static line => (string)line!["message"]!));
        Assert.DoesNotContain("client:", world.Ask("status").Text!, StringComparison.Ordinal);

        world.Scale("rook-ceph-osd-0", 0);
        world.Run(TimeSpan.FromMinutes(30));
        Assert.True(world.Settled.Osds[0].IsIn);
        world.Ask("osd unset pause");
        world.Ask("osd unset-group noout,noup osd.3 infra-wk-01");
        Assert.Equal(2, world.Ask("osd set-group noout nosuchhost").ExitCode);
        Assert.Equal("PG_DEGRADED", world.Codes());
        Assert.False(world.Ceph.Osds[0].IsIn);
    }

    [Theory]
    [InlineData("osd pool set ceph-archive size 0", 22)]
    [InlineData("osd pool set ceph-archive size 1", 1)]
    [InlineData("osd pool set ceph-archive min_size 9", 22)]
    [InlineData("osd pool set nosuchpool size 2", 2)]
    [InlineData("osd pool set-quota ceph-archive max_bytes plenty", 22)]
    [InlineData("osd pool set-quota ceph-archive max_rows 5", 22)]
    [InlineData("osd reweight 1 1.5", 22)]
    [InlineData("osd reweight x 1", 22)]
    [InlineData("osd purge 1", 16)]
    [InlineData("osd purge 1 --force", 16)]
    [InlineData("osd purge 1 --force --yes-i-really-mean-it", 16)]
    [InlineData("osd crush rm infra-wk-01", 39)]
    [InlineData("pg repair nonsense", 22)]
    [InlineData("pg repair 2.ff", 2)]
    [InlineData("pg 2.1 mark_unfound_lost revert", 22)]
    [InlineData("crash archive nosuch", 2)]
    [InlineData("osd set-full-ratio 2", 22)]
    public void What_makes_no_sense_is_refused_and_changes_nothing(string command, int exitCode)
    {
        var epoch = world.Ceph.Epoch;
        Assert.Equal(exitCode, world.Ask(command).ExitCode);
        Assert.Equal((epoch, ""), (world.Ceph.Epoch, world.Codes()));
    }

    [Fact]
    public void A_pool_with_fewer_copies_gives_space_back_and_with_more_needs_hosts()
    {
        var before = world.Ceph.Osds.Values.Sum(world.Ceph.UsedBytes);
        Assert.Equal("set pool 3 size to 2\n", world.Ask("osd pool set ceph-archive size 2").Error);
        world.Run(TimeSpan.FromMinutes(5));
        Assert.Equal("", world.Codes());
        Assert.InRange(before - world.Ceph.Osds.Values.Sum(world.Ceph.UsedBytes), 35L << 30, 37L << 30);
        world.Ask("osd pool set ceph-archive size 4");
        world.Run(TimeSpan.FromMinutes(20));
        Assert.Equal(16, world.States()["active+undersized+degraded"]);
    }

    [Theory]
    [InlineData("128Gi", 128L << 30)]
    [InlineData("1T", 1L << 40)]
    [InlineData("0", 0)]
    public void A_quota_takes_units(string text, long bytes)
    {
        world.Ask("osd pool set-quota ceph-archive max_bytes " + text);
        Assert.Equal(bytes, (long)world.Json("osd pool get-quota ceph-archive")["quota_max_bytes"]!);
    }

    [Fact]
    public void A_setting_is_kept_and_counts()
    {
        Assert.Equal("600\n", world.Ask("config get mon mon_osd_down_out_interval").Text);
        world.Ask("config set mon mon_osd_down_out_interval 60");
        Assert.Equal("60\n", world.Ask("config get mon.a mon_osd_down_out_interval").Text);
        world.Scale("rook-ceph-osd-0", 0);
        world.Run(TimeSpan.FromMinutes(2));
        Assert.False(world.Settled.Osds[0].IsIn);
    }

    [Fact]
    public void A_manager_that_is_failed_hands_over()
    {
        world.Ask("mgr fail");
        Assert.Equal(("b", 1), ((string?)world.Json("mgr stat")["active_name"], (int)world.Json("mgr stat")["num_standby"]!));
    }

    [Fact]
    public void An_OSD_that_is_marked_down_and_runs_comes_back()
    {
        Assert.Equal("marked down osd.2. \n", world.Ask("osd down 2").Error);
        Assert.Equal("OSD_DOWN PG_DEGRADED", world.Codes());
        world.Run(TimeSpan.FromSeconds(30));
        Assert.Equal("", world.Codes());
    }

    [Theory]
    [InlineData("osd purge 2", 11)]
    [InlineData("osd purge 2 --yes-i-really-mean-it", 0)]
    [InlineData("osd purge 2 --force", 0)]
    [InlineData("osd destroy 2", 11)]
    [InlineData("osd destroy 2 --yes-i-really-mean-it", 0)]
    public void Either_word_takes_an_OSD_that_is_needed_and_only_without_both_the_manager_looks(string command, int exitCode)
    {
        world.Scale("rook-ceph-osd-2", 0);
        world.Run(TimeSpan.FromMinutes(12));
        Assert.Equal(exitCode, world.Ask(command).ExitCode);
    }

    [Fact]
    public void Keys_are_listed_without_themselves_and_go_with_their_OSD()
    {
        Assert.Equal("entity osd.99 does not exist\n", world.Ask("auth rm osd.99").Error);
        Assert.Equal(0, world.Ask("auth rm osd.99").ExitCode);
        Assert.Equal("updated\n", world.Ask("auth rm osd.5").Error);
        Assert.DoesNotContain("osd.5", world.Json("auth ls").ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("redacted", world.Json("auth ls").ToJsonString(), StringComparison.Ordinal);
    }
}
