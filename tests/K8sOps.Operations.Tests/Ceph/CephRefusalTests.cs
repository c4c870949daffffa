using K8sOps.Ceph;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Ceph;

/// <summary>What is refused, judged by what real clusters answered.</summary>
public class CephRefusalTests
{
    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task An_inconsistent_group_with_three_copies_may_be_repaired()
    {
        var plan = Assert.Single(await RepairPlans("18.2.7/scrub-error-one-pg", "2.6"));
        Assert.Null(plan.Refusal);
        Assert.Contains("ceph pg repair 2.6", plan.Details);
        Assert.Contains("osd.3: its copy of hello has data_digest_mismatch_info, size_mismatch_info, obj_size_info_mismatch", plan.Details);
        Assert.Contains(plan.Details, d => d.Contains("2 scrub errors in 125 objects of pool replicapool, on osd.1, osd.3, osd.2; the primary is osd.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_whose_copies_do_not_differ_is_not_repaired()
    {
        var plan = Assert.Single(await RepairPlans("18.2.7/healthy", "2.6"));
        Assert.Equal("RepairRefused", plan.Refusal!.Id);
        Assert.Contains("nothing to repair", plan.Refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OperationException>(() => new CephRepairService(Server("18.2.7/healthy").Cluster()).RepairAsync(plan, CephRepairOptions.Default, _sink.Context));
        Assert.Empty(_sink.Changes);
    }

    [Fact]
    public async Task A_pattern_finds_only_what_is_inconsistent()
        => Assert.Equal("2.6", Assert.Single(await RepairPlans("20.2.4/scrub-error-one-pg", "2.*")).Target);

    // Where no copy is known to be bad, the primary's wins, and it may be the bad one.
    [Theory]
    [InlineData("""{"inconsistents":[{"object":{"name":"a"},"errors":["data_digest_mismatch"],"shards":[{"osd":1,"primary":true,"errors":[]},{"osd":3,"errors":[]}]}]}""", 0, "no copy of a has an error of its own; they differ (data_digest_mismatch)")]
    [InlineData("""{"inconsistents":[{"object":{"name":"a"},"errors":[],"shards":[{"osd":1,"errors":["read_error"]},{"osd":3,"errors":["read_error"]}]}]}""", 0, "every copy of a has errors")]
    [InlineData("""{"epoch":5,"inconsistents":[]}""", 0, "no object is named")]
    [InlineData("", 1, "could not be found out")]
    [InlineData("<html>", 0, "could not be found out")]
    public async Task A_repair_that_might_take_the_bad_copy_goes_by_force_only(string rados, int exitCode, string why)
    {
        var server = Server("18.2.7/scrub-error-one-pg").Says("rados list-inconsistent-obj 2.6", rados, exitCode, "No scrub information available for pg 2.6\nerror 2: (2) No such file or directory\n");
        var plan = Assert.Single(await new CephRepairService(server.Cluster()).PlanAsync(["2.6"], CephRepairOptions.Default, null, _sink.Context));
        Assert.Equal("RepairRefused", plan.Refusal!.Id);
        Assert.Contains(why, plan.Refusal.Message, StringComparison.Ordinal);
        Assert.Contains("that of osd.1, which may be the bad one", plan.Refusal.Message, StringComparison.Ordinal);
        var forced = Assert.Single(await new CephRepairService(server.Cluster()).PlanAsync(["2.6"], new CephRepairOptions { Force = true }, null, _sink.Context));
        Assert.Null(forced.Refusal);
        Assert.Contains(forced.Details, d => d.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rados_is_told_the_way_in_the_operators_pod_as_it_takes_it()
    {
        var server = new CephServer(withToolbox: false).Plays(Path.Combine(Recordings.Own, "18.2.7/scrub-error-one-pg"));
        Assert.Null(Assert.Single(await new CephRepairService(server.Cluster()).PlanAsync(["2.6"], CephRepairOptions.Default, null, _sink.Context)).Refusal);
        Assert.Contains("rados list-inconsistent-obj 2.6 --conf=/var/lib/rook/rook-ceph/rook-ceph.config --format=json", server.Runs);
    }

    [Theory]
    [InlineData("active+clean+inconsistent", 3, 2, "no OSD that is up has them", true)]
    [InlineData("down+inconsistent", 0, 3, "serves nobody", true)]
    [InlineData("active+undersized+degraded+inconsistent", 0, 3, "copies are missing", true)]
    [InlineData("active+clean+inconsistent", 0, 1, "one copy only", true)]
    [InlineData("active+clean+inconsistent", 0, 2, "no majority", false)]
    [InlineData("active+clean+inconsistent+failed_repair", 0, 3, "an earlier repair has failed", false)]
    public async Task What_a_repair_would_make_worse_is_refused(string state, int unfound, int copies, string reason, bool alsoByForce)
    {
        var dump = $$$"""{"pg_ready":true,"pg_map":{"pg_stats":[{"pgid":"2.6","state":"{{{state}}}","stat_sum":{"num_objects":5,"num_objects_unfound":{{{unfound}}},"num_scrub_errors":1,"num_bytes":5},"up":[1,3],"acting":[1,3],"blocked_by":[],"up_primary":1,"acting_primary":1}]}}""";
        var server = Server("18.2.7/healthy").Says("pg dump", dump).Says("osd pool ls detail", $$$"""[{"pool_id":2,"pool_name":"replicapool","type":1,"size":{{{copies}}},"min_size":1,"crush_rule":0,"pg_num":8,"options":{}}]""");
        var plan = Assert.Single(await new CephRepairService(server.Cluster()).PlanAsync(["2.6"], CephRepairOptions.Default, null, _sink.Context));
        Assert.Contains(reason, plan.Refusal!.Message, StringComparison.Ordinal);
        var forced = Assert.Single(await new CephRepairService(server.Cluster()).PlanAsync(["2.6"], new CephRepairOptions { Force = true }, null, _sink.Context));
        Assert.Equal(alsoByForce, forced.Refusal is not null);
    }

    [Fact]
    public async Task An_osd_whose_copies_are_the_last_ones_stays_in()
    {
        // Recorded with exit code 16 beside the JSON.
        var server = Server("18.2.7/one-osd-down-not-out").Says("osd ok-to-stop 0", Recordings.Read("18.2.7/one-osd-down-not-out/osd-ok-to-stop-0"), 16, "Error EBUSY: unsafe to stop osd(s) at this time (6 PGs are or would become offline)");
        var plan = await new CephOsdMarkService(server.Cluster()).PlanOutAsync(0, [], [], _sink.Context);
        Assert.Equal("GateFailed", plan.Refusal!.Id);
        Assert.Contains("CEPH.OK_TO_STOP says Fail of osd.0", plan.Refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OperationException>(() => new CephOsdMarkService(server.Cluster()).ExecuteAsync(plan, _sink.Context));
        Assert.Empty(_sink.Changes);
        Assert.DoesNotContain(server.Runs, r => r.Contains("osd out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gate_that_does_not_answer_stops_the_change_too_and_may_be_skipped_by_its_id()
    {
        var server = Server("18.2.7/healthy").Says("osd ok-to-stop 0", "<html>gateway</html>");
        var plan = await new CephOsdMarkService(server.Cluster()).PlanOutAsync(0, [], [], _sink.Context);
        Assert.Contains("says Unknown", plan.Refusal!.Message, StringComparison.Ordinal);
        var skipped = await new CephOsdMarkService(server.Cluster()).PlanOutAsync(0, [], ["ceph.ok_to_stop"], _sink.Context);
        Assert.Null(skipped.Refusal);
        Assert.Contains(_sink.Notes, n => n.Contains("is skipped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_osd_that_is_out_already_is_not_marked_out_again()
    {
        var server = Server("18.2.7/osd-down-and-out-recovered");
        Assert.True((await new CephOsdMarkService(server.Cluster()).PlanOutAsync(1, [], [], _sink.Context)).IsUnchanged);
        var back = await new CephOsdMarkService(server.Cluster()).PlanInAsync(1, _sink.Context);
        Assert.Contains("ceph osd in 1", back.Details);
    }

    [Fact]
    public async Task A_number_that_no_osd_has_is_not_found()
        => Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => new CephOsdMarkService(Server("18.2.7/healthy").Cluster()).PlanInAsync(99, _sink.Context))).Id);

    [Fact]
    public async Task A_flag_that_ceph_does_not_have_is_refused_before_anything_is_asked()
    {
        var server = Server("18.2.7/healthy");
        var error = await Assert.ThrowsAsync<OperationException>(() => new CephFlagChangeService(server.Cluster()).PlanSetAsync("nout", null, false, _sink.Context));
        Assert.Equal("UnknownFlag", error.Id);
        Assert.Contains("noout", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Runs);
    }

    [Theory]
    [InlineData("osd")]
    [InlineData("osd.")]
    [InlineData("osd.x")]
    [InlineData("mon.a,app=b")]
    [InlineData("")]
    public async Task What_is_no_daemon_never_gets_into_a_selector(string daemon)
    {
        var server = Server("18.2.7/healthy");
        Assert.Equal("InvalidDaemon", (await Assert.ThrowsAsync<OperationException>(() => new CephDaemonRestartService(server.Cluster()).PlanAsync(daemon, [], _sink.Context))).Id);
        Assert.Empty(server.Server.Requests);
    }

    [Theory]
    [InlineData("healthy", 0, "active")]
    [InlineData("one-osd-down-not-out", 1, "missing_stats")]
    public async Task What_ceph_says_of_an_osd_that_is_needed_is_no_yes(string state, int id, string said)
    {
        var server = Server("18.2.7/" + state);
        var look = await OsdEvacuation.LookAsync(new CephTool(server.Cluster()), id, _sink.Context, default);
        Assert.False(look.IsSafe);
        Assert.Contains(said == "active" ? "still mapped" : "active+clean", look.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_objects_that_are_left_to_move_are_those_that_are_degraded_or_misplaced()
    {
        var server = Server("18.2.7/osd-dead-out-backfilling").Says("osd safe-to-destroy 2", """{"safe_to_destroy":[],"active":[],"missing_stats":[2],"stored_pgs":[]}""");
        var look = await OsdEvacuation.LookAsync(new CephTool(server.Cluster()), 2, _sink.Context, default);
        Assert.True(look.Left > 0);
        Assert.Contains(look.States, s => s.Contains("backfill", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, null, "must be said a second time")]
    [InlineData(true, 2, "-ConfirmId says 2")]
    [InlineData(false, 1, "which was not given")]
    public async Task Force_counts_only_with_the_same_number_said_twice(bool force, int? confirm, string why)
    {
        var server = Server("18.2.7/healthy");
        var error = await Assert.ThrowsAsync<OperationException>(() => new CephOsdRemovalService(server.Cluster()).PlanAsync(1, new CephOsdRemovalOptions { Force = force, ConfirmId = confirm }, _sink.Context));
        Assert.Equal("ForceNotConfirmed", error.Id);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Runs);
    }

    private static CephServer Server(string state) => new CephServer().Plays(Path.Combine(Recordings.Own, state));

    private Task<IReadOnlyList<CephPlan>> RepairPlans(string state, string id) => new CephRepairService(Server(state).Cluster()).PlanAsync([id], CephRepairOptions.Default, null, _sink.Context);
}
