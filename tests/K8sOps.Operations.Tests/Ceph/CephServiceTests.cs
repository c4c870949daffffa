using System.Text.Json.Nodes;
using K8sOps.Ceph;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Ceph;

/// <summary>What is read of real clusters' answers.</summary>
public sealed class CephServiceTests
{
    private readonly RecordingSink _sink = new();

    [Theory]
    [InlineData("18.2.7/healthy", CephHealth.Ok, 4, 4, 17)]
    [InlineData("20.2.4/healthy", CephHealth.Ok, 4, 4, 17)]
    [InlineData("18.2.7/one-osd-down-not-out", CephHealth.Warn, 3, 4, 17)]
    public async Task The_status_has_the_counts_of_the_recording(string state, CephHealth health, int up, int isIn, int groups)
    {
        var status = await Service(state).GetStatusAsync(_sink.Context);
        Assert.Equal((health, up, isIn, 4, groups), (status.Health, status.OsdsUp, status.OsdsIn, status.Osds, status.PlacementGroups));
        Assert.Equal(("rook-ceph", "CephStatus", 3, "19.2.3"), (status.Name, status.Kind, status.Monitors, status.Version));
        Assert.Equal("exec in pod rook-ceph/rook-ceph-tools-1", status.Source);
        Assert.Null(status.SourceAge);
        Assert.Equal(groups, status.PlacementGroupStates.Values.Sum());
    }

    [Fact]
    public async Task Degraded_can_be_more_than_all_there_is()
    {
        var status = await Service("18.2.7/osd-out-recovery-over-100-percent").GetStatusAsync(_sink.Context);
        Assert.True(status.DegradedPercent > 200, $"{status.DegradedPercent}");
    }

    [Fact]
    public async Task Flags_are_read_from_the_status()
    {
        Assert.Equal(["noout", "norebalance", "noscrub", "nodeep-scrub"], (await Service("18.2.7/flags-noout-norebalance-noscrub").GetStatusAsync(_sink.Context)).Flags);
        Assert.Equal(["pauserd", "pausewr"], (await Service("18.2.7/flag-pause").GetStatusAsync(_sink.Context)).Flags);
    }

    [Fact]
    public async Task Where_exec_is_forbidden_Rooks_own_word_is_given_and_that_is_said()
    {
        var ceph = new CephServer();
        ceph.Server.OnUpgrade = _ => CephToolTests.Forbidden();
        var status = await new CephService(ceph.Cluster()).GetStatusAsync(_sink.Context);
        Assert.Equal((CephHealth.Ok, "CephCluster status", TimeSpan.FromSeconds(30)), (status.Health, status.Source, status.SourceAge));
        Assert.Equal(12884901888, status.TotalBytes);
        Assert.Null(status.OsdsUp);
        Assert.Contains(_sink.Notes, n => n.Contains("Ceph could not be asked", StringComparison.Ordinal) && n.Contains("pods/exec", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5.7, "HEALTH_OK", "what Rook wrote down is 5m old")]
    [InlineData(0.5, "HEALTH_ERR", "Rook could not ask it either: timed out")]
    public async Task What_Rook_wrote_down_is_no_verdict_once_nothing_follows_from_it(double minutes, string health, string why)
    {
        var cluster = Sample.Parse(CephServer.ClusterObject);
        cluster["status"]!["ceph"]!["health"] = health;
        if (health != "HEALTH_OK") cluster["status"]!["ceph"]!["details"] = Sample.Parse("""{"error":{"severity":"Urgent","message":"timed out"}}""");
        cluster["status"]!["ceph"]!["lastChecked"] = Sample.Ago(minutes);
        var ceph = new CephServer().Clear("cephclusters").Add("cephclusters", cluster);
        ceph.Server.OnUpgrade = _ => CephToolTests.Forbidden();
        var status = await new CephService(ceph.Cluster()).GetStatusAsync(_sink.Context);
        Assert.Equal((CephHealth.Unknown, health), (status.Health, status.HealthText));
        Assert.Contains(_sink.Notes, w => w.EndsWith($"Whether {health} still holds is not known: Ceph could not be asked, and {why}.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_Rook_wrote_down_a_moment_ago_is_void_while_the_monitors_are_silent()
    {
        var status = await new CephService(new CephServer().Says("status", "", 1, "timed out\n").Cluster()).GetStatusAsync(_sink.Context);
        Assert.Equal((CephHealth.Unknown, "HEALTH_OK"), (status.Health, status.HealthText));
    }

    [Fact]
    public async Task OSDs_have_host_state_and_figures()
    {
        var osds = await Service("18.2.7/one-osd-down-not-out").GetOsdsAsync(null, _sink.Context);
        Assert.Equal([0, 1, 2, 3], osds.Select(o => o.OsdId));
        var down = osds[1];
        Assert.Equal(("osd.1", "node-a", "hdd", false, true, CephOsdState.DownIn, "down, in"), (down.Daemon, down.Node, down.DeviceClass, down.Up, down.In, down.State, down.StateText));
        Assert.Equal((3145728L * 1024, 447416L * 1024, 0), (down.SizeBytes, down.UsedBytes, down.PlacementGroups));
        Assert.Equal(14.22, down.UsedPercent, 2);
        Assert.Equal((CephOsdState.UpIn, 9, "node-a"), (osds[0].State, osds[0].PlacementGroups, osds[0].Node));
        Assert.NotNull(osds[0].CommitLatencyMs);
    }

    [Fact]
    public async Task An_OSD_that_is_out_or_has_never_started_is_told_as_that()
    {
        Assert.Equal(CephOsdState.DownOut, (await Service("18.2.7/osd-down-and-out-recovered").GetOsdsAsync([1], _sink.Context))[0].State);
        var stray = (await Service("18.2.7/osd-never-started-stray").GetOsdsAsync([4], _sink.Context))[0];
        Assert.Equal((CephOsdState.Stray, null, false, false), (stray.State, stray.Node, stray.Up, stray.In));
    }

    [Fact]
    public async Task An_OSD_is_joined_with_its_pod_and_Deployment()
    {
        var ceph = Server("18.2.7/healthy");
        ceph.Add("pods", CephServer.Pod("rook-ceph-osd-2-7d9f", "rook-ceph-osd"));
        ceph.Add("deployments", Sample.Parse("""{"metadata":{"name":"rook-ceph-osd-2","namespace":"rook-ceph","labels":{"app":"rook-ceph-osd","ceph-osd-id":"2"}},"spec":{}}"""));
        var pod = ceph.Add("pods", Sample.Parse("""{"metadata":{"name":"rook-ceph-osd-2-abcd","namespace":"rook-ceph","labels":{"app":"rook-ceph-osd","ceph-osd-id":"2"}},"spec":{}}"""));
        var osd = (await new CephService(pod.Cluster()).GetOsdsAsync([2], _sink.Context))[0];
        Assert.Equal(("rook-ceph-osd-2", "rook-ceph-osd-2-abcd", "18.2.7"), (osd.Deployment, osd.Pod, osd.Version));
    }

    [Fact]
    public async Task An_OSD_stands_where_its_pod_does_and_the_CRUSH_map_may_call_that_otherwise()
    {
        var ceph = Server("18.2.7/healthy");
        JsonObject Pod(string name, string node, string phase)
        {
            var pod = CephServer.Pod(name, "rook-ceph-osd", node: node);
            pod["metadata"]!["labels"]!["ceph-osd-id"] = name.Split('-')[3];
            pod["status"]!["phase"] = phase;
            return pod;
        }

        ceph.Add("pods", Pod("rook-ceph-osd-1-x", "node.one.example", "Running")).Add("pods", Pod("rook-ceph-osd-1-y", "node.two.example", "Failed")).Add("pods", Pod("rook-ceph-osd-2-x", "node.two.example", "Failed"));
        ceph.Add("deployments", Sample.Parse("""{"metadata":{"name":"rook-ceph-osd-2","namespace":"rook-ceph","labels":{"app":"rook-ceph-osd","ceph-osd-id":"2"} },"spec":{"template":{"spec":{"nodeSelector":{"kubernetes.io/hostname":"node.three.example"} } } } }"""));
        var osds = await new CephService(ceph.Cluster()).GetOsdsAsync(null, _sink.Context);
        Assert.Equal(["node-a", "node.one.example", "node.three.example", "node-c"], osds.Select(o => o.Node));
        Assert.Equal(["node-a", "node-a", "node-b", "node-c"], osds.Select(o => o.CrushHost));
        Assert.Equal(("rook-ceph-osd-1-x", null), (osds[1].Pod, osds[2].Pod));
    }

    [Fact]
    public async Task Without_a_manager_the_OSDs_are_there_without_figures()
    {
        var osds = await Service("18.2.7/mgr-down").GetOsdsAsync(null, _sink.Context);
        Assert.Equal(4, osds.Count);
        Assert.All(osds, o => Assert.Equal(0, o.SizeBytes));
        Assert.Contains(_sink.Notes, n => n.StartsWith("Without the OSDs' use of space", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_that_no_OSD_has_is_an_error_and_the_others_are_there()
    {
        var errors = new List<OperationException>();
        var osds = await Service("18.2.7/healthy").GetOsdsAsync([3, 99], _sink.Context, errors.Add);
        Assert.Equal(3, Assert.Single(osds).OsdId);
        Assert.Equal(("NotFound", "osd.99"), (errors[0].Id, errors[0].Target));
    }

    [Fact]
    public async Task Pools_have_quotas_usage_and_what_the_autoscaler_wants()
    {
        var full = await Service("18.2.7/pool-quota-full").GetPoolsAsync(null, _sink.Context);
        Assert.Equal((380000000L, null), (full[1].QuotaBytes, full[1].QuotaObjects));
        Assert.Equal((700L, null), (full[2].QuotaObjects, full[2].QuotaBytes));
        Assert.Equal(("scratch", CephPoolType.Replicated, 2, 3), (full[2].Pool, full[2].Type, full[2].Replicas, full[2].PoolId));
        var off = await Service("18.2.7/pool-pg-num-off").GetPoolsAsync(["scratch"], _sink.Context);
        Assert.Equal((0.8, "warn", 8), (off[0].TargetRatio, off[0].AutoscaleMode, off[0].PlacementGroups));
    }

    [Fact]
    public async Task A_pool_names_its_rule_application_and_the_object_that_makes_it()
    {
        var ceph = Server("18.2.7/healthy").Add("cephblockpools", Sample.Parse("""{"metadata":{"name":"builtin-mgr","namespace":"rook-ceph"},"spec":{"name":".mgr"}}"""));
        var pool = (await new CephService(ceph.Cluster()).GetPoolsAsync([".m*"], _sink.Context))[0];
        Assert.Equal(("replicated_rule", "mgr", "CephBlockPool/builtin-mgr", 3, 2), (pool.CrushRule, pool.Application, pool.Managed, pool.Replicas, pool.MinReplicas));
        Assert.Equal((459280L, 2L), (pool.StoredBytes, pool.Objects));
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => new CephService(ceph.Cluster()).GetPoolsAsync(["Scratch2"], _sink.Context))).Id);
    }

    [Fact]
    public async Task Usage_is_told_of_the_cluster_each_class_and_each_pool()
    {
        var usage = await Service("20.2.4/healthy").GetUsageAsync(_sink.Context);
        Assert.Equal(["Cluster total", "DeviceClass hdd", "Pool .mgr", "Pool replicapool", "Pool scratch"], usage.Select(u => $"{u.Scope} {u.Name}"));
        Assert.Equal(12884901888, usage[0].TotalBytes);
        Assert.Null(usage[2].TotalBytes);
    }

    [Fact]
    public async Task Monitors_tell_who_leads_and_whose_clock_is_off()
    {
        var skewed = await Service("18.2.7/mon-clock-skew").GetMonitorsAsync(null, _sink.Context);
        Assert.Equal(["a", "b", "c"], skewed.Select(m => m.Monitor));
        Assert.Equal((true, "HEALTH_WARN", 398), (skewed[2].InQuorum, skewed[2].TimeHealth, (int)skewed[2].ClockSkew!.Value.TotalMilliseconds));
        Assert.Equal([true, false, false], skewed.Select(m => m.Leader));
        var down = (await Service("18.2.7/one-mon-down").GetMonitorsAsync(["c"], _sink.Context))[0];
        Assert.Equal((false, null, "127.0.0.1:40105"), (down.InQuorum, down.ClockSkew, down.Address));
    }

    [Fact]
    public async Task Placement_groups_are_read_as_they_come()
    {
        var query = new CephPlacementGroupQuery();
        var ceph = Server("18.2.7/objects-unfound").Says("osd pool ls detail", Recordings.Read("18.2.7/healthy/osd-pool-ls-detail"));
        var all = await ToListAsync(new CephService(ceph.Cluster()).ListPlacementGroupsAsync(query, _sink.Context));
        Assert.Equal(17, all.Count);
        var unfound = Assert.Single(all, g => g.UnfoundObjects > 0);
        Assert.Equal(("3.6", "scratch", false), (unfound.PlacementGroup, unfound.Pool, unfound.IsClean));
        Assert.NotEmpty(unfound.Acting);
        Assert.NotNull(unfound.LastDeepScrub);
        var some = await ToListAsync(new CephService(ceph.Cluster()).ListPlacementGroupsAsync(query with { States = ["undersized"], Pools = ["replicapool"], UnhealthyOnly = true }, _sink.Context));
        Assert.NotEmpty(some);
        Assert.All(some, g => Assert.Equal("replicapool", g.Pool));
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => ToListAsync(new CephService(ceph.Cluster()).ListPlacementGroupsAsync(query with { PlacementGroups = ["9.9"] }, _sink.Context)))).Id);
    }

    [Fact]
    public async Task An_inconsistent_placement_group_is_not_clean()
    {
        var ceph = Server("20.2.4/scrub-error-one-pg").Says("osd pool ls detail", "[]");
        var bad = await ToListAsync(new CephService(ceph.Cluster()).ListPlacementGroupsAsync(new CephPlacementGroupQuery { UnhealthyOnly = true }, _sink.Context));
        Assert.Equal(("2.6", "active+clean+inconsistent"), (Assert.Single(bad).PlacementGroup, bad[0].State));
        Assert.True(bad[0].ScrubErrors > 0);
    }

    [Fact]
    public async Task Crash_reports_tell_daemon_time_and_whether_somebody_saw_them()
    {
        var crash = Assert.Single(await Service("20.2.4/osd-crashed").GetCrashesAsync(null, newOnly: true, _sink.Context));
        Assert.Equal(("osd.3", "node-c", false), (crash.Daemon, crash.Node, crash.Archived));
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 3, 58, 42, TimeSpan.Zero), crash.Time!.Value.AddTicks(-(crash.Time.Value.Ticks % TimeSpan.TicksPerSecond)));
        Assert.NotEmpty(crash.Backtrace);
    }

    [Fact]
    public async Task Flags_name_what_they_are_set_on_who_set_them_and_what_they_do()
    {
        var noted = Sample.Parse(CephServer.ClusterObject);
        noted["metadata"]!["annotations"] = Sample.Parse("""{"k8sops.io/ceph-flag-noout":"{\"by\":\"ops@example\",\"at\":\"2026-01-15T11:00:00Z\",\"reason\":\"node maintenance\",\"run\":\"r1\"}","k8sops.io/ceph-flag-noscrub":"not json"}""");
        var ceph = Server("18.2.7/flags-noout-norebalance-noscrub").Clear("cephclusters").Add("cephclusters", noted);
        var flags = await new CephService(ceph.Cluster()).GetFlagsAsync(null, _sink.Context);
        Assert.Equal(["cluster noout", "cluster norebalance", "cluster noscrub", "cluster nodeep-scrub", "osd.3 noout"], flags.Where(f => f.Flag != "noup").Select(f => $"{f.Scope} {f.Flag}"));
        Assert.Equal(("ops@example", "node maintenance", "r1"), (flags[0].By, flags[0].Reason, flags[0].Run));
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 11, 0, 0, TimeSpan.Zero), flags[0].Since);
        Assert.Contains("not marked out", flags[0].Expected, StringComparison.Ordinal);
        Assert.Null(flags[2].By);
        Assert.Empty(await new CephService(ceph.Cluster()).GetFlagsAsync(["pause"], _sink.Context));
        Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => new CephService(ceph.Cluster()).GetFlagsAsync(["nooutt"], _sink.Context))).Id);
    }

    [Theory]
    [InlineData("status", "[]")]
    [InlineData("status", "{\"health\":{\"status\":\"HEALTH_OK\"}}")]
    public async Task An_answer_of_another_shape_is_an_error(string command, string answer)
        => Assert.Equal("CephAnswerInvalid", (await Assert.ThrowsAsync<OperationException>(() => new CephService(new CephServer().Says(command, answer).Cluster()).GetStatusAsync(_sink.Context))).Id);

    internal static CephServer Server(string state) => new CephServer().Plays(Path.Combine(Recordings.Own, state));

    internal static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items) all.Add(item);
        return all;
    }

    private static CephService Service(string state) => new(Server(state).Cluster());
}
