using K8sOps.Ceph;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Ceph;

public sealed class CephGateTests
{
    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task An_OSD_that_may_not_be_stopped_says_which_groups_forbid_it()
    {
        var result = Assert.Single(await Stop(CephServiceTests.Server("18.2.7/one-osd-down-not-out"), 0));
        Assert.Equal((CheckStatus.Fail, "CEPH.OK_TO_STOP", "osd.0"), (result.Status, result.Id, result.TargetName));
        Assert.StartsWith("may not be stopped now: 6 placement groups would serve nothing, or do not already (2.1, 2.2, 2.4, 2.5, 3.0 …)", result.Message, StringComparison.Ordinal);
        Assert.Equal(0, result.Parameters["OsdId"]);
        Assert.Equal(CheckStatus.Pass, (await Stop(CephServiceTests.Server("18.2.7/one-osd-down-not-out"), 1))[0].Status);
    }

    [Fact]
    public async Task Several_are_asked_about_together_and_each_then_alone()
    {
        var ceph = new CephServer()
            .Says("osd ok-to-stop 0 1", """{"ok_to_stop":false,"osds":[0,1],"num_ok_pgs":11,"num_not_ok_pgs":2,"bad_become_inactive":["2.1","2.2"]}""", 16)
            .Says("osd ok-to-stop 0", """{"ok_to_stop":true,"osds":[0],"num_ok_pgs":5,"num_not_ok_pgs":0}""")
            .Says("osd ok-to-stop 1", """{"ok_to_stop":false,"osds":[1],"num_ok_pgs":5,"num_not_ok_pgs":1,"bad_become_inactive":["2.2"]}""", 16);
        var results = await Stop(ceph, 1, 0, 1);
        Assert.Equal([CheckStatus.Fail, CheckStatus.Fail], results.Select(r => r.Status));
        Assert.StartsWith("may be stopped alone, and not together with osd.1:", results[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("may not be stopped now: 1 placement groups", results[1].Message, StringComparison.Ordinal);
        Assert.StartsWith("ceph osd ok-to-stop 0 1 ", ceph.Runs[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("18.2.7/one-osd-down-not-out", 0, CheckStatus.Fail)]
    [InlineData("18.2.7/one-osd-down-not-out", 1, CheckStatus.Unknown)]
    [InlineData("18.2.7/osd-down-and-out-recovered", 1, CheckStatus.Pass)]
    public async Task What_is_not_proved_safe_to_destroy_is_never_a_pass(string state, int id, CheckStatus expected)
    {
        var result = Assert.Single(await new CephService(CephServiceTests.Server(state).Cluster()).TestSafeToDestroyAsync([id], _sink.Context));
        Assert.Equal((expected, "CEPH.SAFE_TO_DESTROY"), (result.Status, result.Id));
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("[]", 0)]
    [InlineData("", 1)]
    [InlineData("<html>", 0)]
    public async Task An_answer_without_a_verdict_is_unknown(string answer, int exitCode)
    {
        var ceph = new CephServer().Says("osd ok-to-stop 3", answer, exitCode, "timed out\n").Says("osd safe-to-destroy 3", answer, exitCode, "timed out\n");
        Assert.Equal(CheckStatus.Unknown, (await Stop(ceph, 3))[0].Status);
        Assert.Equal(CheckStatus.Unknown, (await new CephService(ceph.Cluster()).TestSafeToDestroyAsync([3], _sink.Context))[0].Status);
    }

    private Task<IReadOnlyList<CheckResult>> Stop(CephServer ceph, params int[] ids) => new CephService(ceph.Cluster()).TestOkToStopAsync(ids, _sink.Context);
}
