using K8sOps.Ceph;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Ceph;

/// <summary>Weights, in and out, judged by what real clusters answered: they write a whole weight without a point.</summary>
public class CephOsdMarkTests
{
    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task What_takes_another_weight_back_is_the_weight_that_was_there()
    {
        var service = new CephOsdMarkService(Server("18.2.7/healthy").Says("osd reweight 1 0.9", "", 0, "reweighted osd.1 to 0.9 (e666)\n").Cluster());
        await service.ExecuteAsync(await service.PlanReweightAsync(1, 0.9, [], [], _sink.Context), _sink.Context);
        var change = Assert.Single(_sink.Changes).Change;
        Assert.EndsWith("-OsdId 1 -Reweight 1", change.Compensation, StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(change.Fields).Before);
    }

    [Fact]
    public async Task A_weight_that_an_osd_has_already_is_not_set_again()
        => Assert.True((await new CephOsdMarkService(Server("18.2.7/healthy").Cluster()).PlanReweightAsync(1, 1, [], [], _sink.Context)).IsUnchanged);

    [Theory]
    [InlineData(0)]
    [InlineData(0.000015)]
    public async Task No_weight_at_all_is_out_and_asks_what_out_asks(double weight)
    {
        var server = Server("18.2.7/one-osd-down-not-out").Says("osd ok-to-stop 0", Recordings.Read("18.2.7/one-osd-down-not-out/osd-ok-to-stop-0"), 16, "Error EBUSY: unsafe to stop osd(s) at this time (6 PGs are or would become offline)");
        var plan = await new CephOsdMarkService(server.Cluster()).PlanReweightAsync(0, weight, [], [], _sink.Context);
        Assert.Contains("CEPH.OK_TO_STOP says Fail of osd.0", plan.Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("ceph osd out 0", plan.Details);
        Assert.True(plan.IsDisruptive);
        Assert.Null((await new CephOsdMarkService(server.Cluster()).PlanReweightAsync(0, weight, [], [CephService.OkToStop], _sink.Context)).Refusal);
    }

    [Fact]
    public async Task A_rate_that_is_whole_is_a_rate()
    {
        var server = Server("18.2.7/healthy").Says("osd safe-to-destroy 2", """{"safe_to_destroy":[],"active":[],"missing_stats":[2],"stored_pgs":[]}""")
            .Says("status", """{"pgmap":{"pgs_by_state":[],"degraded_objects":10,"recovering_objects_per_sec":1}}""");
        Assert.Equal(1, (await OsdEvacuation.LookAsync(new CephTool(server.Cluster()), 2, _sink.Context, default)).Rate);
    }

    private static CephServer Server(string state) => new CephServer().Plays(Path.Combine(Recordings.Own, state));
}
