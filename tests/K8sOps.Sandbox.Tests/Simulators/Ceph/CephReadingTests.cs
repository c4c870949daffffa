using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Tests.Simulators.Ceph;

public sealed class CephReadingTests(CephTestWorld world) : IClassFixture<CephTestWorld>
{
    [Fact]
    public void A_fresh_world_is_healthy()
    {
        Assert.Equal("""{"status":"HEALTH_OK","checks":{},"mutes":[]}""", world.Json("health detail").ToJsonString());
        Assert.Equal(49, world.States()["active+clean"]);
        Assert.Equal("HEALTH_OK\n", world.Ask("health").Text);
    }

    [Fact]
    public void Data_is_spread_evenly_and_leaves_room_for_an_OSD_that_is_lost()
    {
        Assert.All(world.Ceph.Osds.Values, osd => Assert.InRange(world.Ceph.UsedRatio(osd), 0.25, 0.42));
        Assert.All(world.Ceph.Groups, group => Assert.Equal(3, group.Up.Select(osd => world.Ceph.Osds[osd].Host).Distinct().Count()));
    }

    [Fact]
    public void The_tree_is_printed_as_Ceph_prints_it() => Assert.StartsWith(
        """
        ID  CLASS  WEIGHT   TYPE NAME             STATUS  REWEIGHT  PRI-AFF
        -1         1.50000  root default                                   
        -3         0.50000      host infra-wk-01                           
         0    ssd  0.25000          osd.0             up   1.00000  1.00000
         3    ssd  0.25000          osd.3             up   1.00000  1.00000

        """.ReplaceLineEndings("\n"),
        world.Ask("osd tree").Text,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("osd find 99", 2, "Error ENOENT: osd.99 does not exist\n")]
    [InlineData("osd find abc", 22, "Invalid command: osd id abc not integer\nosd find <id|osd.id> :  find osd <id> in the CRUSH map and show its location\nError EINVAL: invalid command\n")]
    [InlineData("osd pool get nosuchpool all", 2, "Error ENOENT: unrecognized pool 'nosuchpool'\n")]
    [InlineData("pg 99.0 query", 2, "Error ENOENT: problem getting command descriptions from pg.99.0\n")]
    [InlineData("crash info nosuch", 0, "crash info: nosuch not found\n")]
    [InlineData("osd pool delete scratch", 1, "Error EPERM: WARNING: this will *PERMANENTLY DESTROY* all data stored in pool scratch.  If you are *ABSOLUTELY CERTAIN* that is what you want, pass the pool name *twice*, followed by --yes-i-really-really-mean-it.\n")]
    [InlineData("osd destroy 3 --yes-i-really-mean-it", 16, "Error EBUSY: osd.3 is not `down`.\n")]
    public void What_cannot_be_done_is_refused_in_the_words_of_the_recordings(string command, int exitCode, string error)
    {
        var reply = world.Ask(command);
        Assert.Equal((exitCode, error), (reply.ExitCode, reply.Error));
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("osd nosuchcommand")]
    [InlineData("osd pool get")]
    [InlineData("osd set nosuchflag")]
    [InlineData("pg nonsense query")]
    public void An_unknown_command_is_told_to_be_one(string command)
    {
        var reply = world.Ask(command);
        Assert.Equal(22, reply.ExitCode);
        Assert.StartsWith("no valid command found; 10 closest matches:\n", reply.Error, StringComparison.Ordinal);
        Assert.EndsWith("Error EINVAL: invalid command\n", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_CephCluster_tells_the_same_health()
    {
        var status = world.World.Get(CephKinds.Clusters, CephWorld.Namespace, "rook-ceph")["status"];
        Assert.Equal("HEALTH_OK", status.Text("ceph", "health"));
        Assert.Equal("Ready", status.Text("phase"));
        Assert.Equal(world.Ceph.Fsid, status.Text("ceph", "fsid"));
        Assert.Equal(1536L << 30, status.Number("ceph", "capacity", "bytesTotal"));
    }
}
