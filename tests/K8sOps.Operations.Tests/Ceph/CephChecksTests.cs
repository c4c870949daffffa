using K8sOps.Ceph;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Ceph;

public sealed class CephChecksTests
{
    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task A_host_that_is_down_names_itself_and_an_OSD_in_it()
    {
        var found = await CheckAsync("18.2.7/host-down");
        var osd = One(found, "CEPH.OSD_DOWN");
        Assert.Equal(("osd.2", "CephOsd", CheckStatus.Warn, "OSD down"), (osd.TargetName, osd.Kind, osd.Status, osd.Symptom));
        Assert.Equal((2, "osd.2", "node-b", "rook-ceph"), (osd.Parameters["OsdId"], osd.Parameters["Daemon"], osd.Parameters["Node"], osd.Parameters["Namespace"]));
        Assert.Equal("Start-CephOsd -Cluster infra -Namespace rook-ceph -OsdId 2", osd.Remedy);
        var host = One(found, "CEPH.OSD_HOST_DOWN");
        Assert.Equal(("node-b", "node-b", 2), (host.TargetName, host.Parameters["Node"], host.Parameters["OsdId"]));
        var degraded = One(found, "CEPH.PG_DEGRADED");
        Assert.Null(degraded.TargetName);
        Assert.Equal(10, degraded.Evidence.Count);
        Assert.False(degraded.Parameters.ContainsKey("PlacementGroup"));
    }

    [Fact]
    public async Task A_damaged_placement_group_is_named_and_its_remedy_repairs_it()
    {
        var damaged = One(await CheckAsync("20.2.4/scrub-error-one-pg"), "CEPH.PG_DAMAGED");
        Assert.Equal((CheckStatus.Fail, "2.6", "2.6", "Placement group damaged"), (damaged.Status, damaged.TargetName, damaged.Parameters["PlacementGroup"], damaged.Symptom));
        Assert.Equal("Repair-CephPlacementGroup -Cluster infra -Namespace rook-ceph -PlacementGroup 2.6", damaged.Remedy);
    }

    [Fact]
    public async Task Each_full_pool_is_a_finding_with_its_name()
        => Assert.Equal(["replicapool", "scratch"], (await CheckAsync("18.2.7/pool-quota-full")).Where(r => r.Id == "CEPH.POOL_FULL").Select(r => (string)r.Parameters["Pool"]));

    [Fact]
    public async Task A_pool_without_an_application_keeps_Cephs_hint_as_evidence()
    {
        var finding = One(await CheckAsync("18.2.7/pool-without-application"), "CEPH.POOL_APP_NOT_ENABLED");
        Assert.Equal("noapp", finding.TargetName);
        Assert.Contains(finding.Evidence, e => e.StartsWith("use 'ceph osd pool application enable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_flag_is_a_finding_and_its_remedy_clears_it()
    {
        var found = await CheckAsync("18.2.7/flags-noout-norebalance-noscrub");
        Assert.Equal(["noout", "norebalance", "noscrub", "nodeep-scrub"], found.Where(r => r.Id == "CEPH.OSDMAP_FLAGS").Select(r => (string)r.Parameters["Flag"]));
        var on = One(found, "CEPH.OSD_FLAGS");
        Assert.Equal(("osd.3", "noout", 3), (on.TargetName, on.Parameters["Flag"], on.Parameters["OsdId"]));
        Assert.Equal("Clear-CephFlag -Cluster infra -Namespace rook-ceph -Flag noout", found.First(r => r.Id == "CEPH.OSDMAP_FLAGS").Remedy);
        Assert.Equal("pause", One(await CheckAsync("18.2.7/flag-pause"), "CEPH.OSDMAP_FLAGS").TargetName);
    }

    [Theory]
    [InlineData("1 slow ops, oldest one blocked for 5 sec, osd.0 has slow ops", "osd.0")]
    [InlineData("34 slow ops, oldest one blocked for 41 sec, daemons [osd.0,osd.12,mon.a] have slow ops.", "osd.0 osd.12 mon.a")]
    public async Task Slow_operations_name_their_daemons(string summary, string daemons)
    {
        var ceph = new CephServer().Says("health detail", $$$"""{"status":"HEALTH_WARN","checks":{"SLOW_OPS":{"severity":"HEALTH_WARN","summary":{"message":"{{{summary}}}","count":1},"detail":[],"muted":false}},"mutes":[]}""");
        Assert.Equal(daemons, string.Join(' ', (await CheckAsync(ceph)).Where(r => r.Id == "CEPH.SLOW_OPS").Select(r => r.Parameters["Daemon"])));
    }

    [Fact]
    public async Task Of_slow_heartbeats_the_OSD_is_told_that_most_lines_name()
    {
        var slow = One(await CheckAsync("18.2.7/two-osds-down"), "CEPH.OSD_SLOW_PING_TIME_BACK");
        Assert.Equal(("osd.2", 2, "OSD flapping"), (slow.TargetName, slow.Parameters["OsdId"], slow.Symptom));
        Assert.Equal(3, slow.Evidence.Count(e => e.StartsWith("Slow OSD heartbeats on back from", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_crash_is_joined_with_its_report()
    {
        var ceph = new CephServer().Says("health detail", Recordings.Read("20.2.4/osd-crashed/health-detail")).Says("crash ls", Recordings.Read("20.2.4/osd-crashed/crash-ls"));
        var crash = One(await CheckAsync(ceph), "CEPH.RECENT_CRASH");
        Assert.StartsWith("2026-11-21T03:58:42.623234Z_", (string)crash.Parameters["CrashId"], StringComparison.Ordinal);
        Assert.StartsWith("Get-CephCrash -Cluster infra -Namespace rook-ceph -CrashId 2026-11-21T03:58:42.623234Z_", crash.Remedy, StringComparison.Ordinal);
        Assert.Equal(("osd.3", "node-c"), (crash.Parameters["Daemon"], crash.Parameters["Node"]));
    }

    [Fact]
    public async Task Modules_that_crashed_in_one_manager_are_one_finding()
    {
        var finding = One(await CheckAsync("18.2.7/osd-crashed"), "CEPH.RECENT_MGR_MODULE_CRASH");
        Assert.Equal("mgr.a", finding.TargetName);
        Assert.True(finding.Evidence.Count > 20, $"{finding.Evidence.Count}");
    }

    [Fact]
    public async Task Monitors_are_named_by_their_letter()
    {
        Assert.Equal("c", One(await CheckAsync("18.2.7/one-mon-down"), "CEPH.MON_DOWN").Parameters["Monitor"]);
        Assert.Equal("c", One(await CheckAsync("18.2.7/mon-clock-skew"), "CEPH.MON_CLOCK_SKEW").Parameters["Monitor"]);
    }

    [Fact]
    public async Task What_is_muted_says_so_and_is_never_worse_than_a_warning()
    {
        var muted = Recordings.Read("18.2.7/scrub-error-one-pg/health-detail").Replace("\"muted\":false", "\"muted\":true", StringComparison.Ordinal);
        var damaged = One(await CheckAsync(new CephServer().Says("health detail", muted)), "CEPH.PG_DAMAGED");
        Assert.Equal(CheckStatus.Warn, damaged.Status);
        Assert.EndsWith(" (muted)", damaged.Message, StringComparison.Ordinal);
        Assert.Contains(damaged.Evidence, e => e.Contains("is muted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_code_that_nobody_knows_comes_under_its_own_name_with_Cephs_words()
    {
        var ceph = new CephServer().Says("health detail", """{"status":"HEALTH_ERR","checks":{"WARP_CORE_BREACH":{"severity":"HEALTH_ERR","summary":{"message":"the warp core is leaking","count":1},"detail":[{"message":"deck 12 is on fire"}],"muted":false}},"mutes":[]}""");
        var found = await CheckAsync(ceph);
        var finding = One(found, "CEPH.WARP_CORE_BREACH");
        Assert.Equal((CheckStatus.Fail, "the warp core is leaking", "Other Ceph warning"), (finding.Status, finding.Message, finding.Symptom));
        Assert.Equal(["deck 12 is on fire"], finding.Evidence);
        Assert.DoesNotContain(found, r => r.Id == "CEPH.OTHER");
    }

    [Fact]
    public async Task Many_groups_that_serve_nothing_are_one_finding()
    {
        string Detail(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $$$"""{"message":"pg 3.{{{i:x}}} is down, acting [0]"}"""));
        async Task<int> CountAsync(int groups) => (await CheckAsync(new CephServer().Says("health detail", $$$"""{"status":"HEALTH_WARN","checks":{"PG_AVAILABILITY":{"severity":"HEALTH_WARN","summary":{"message":"Reduced data availability"},"detail":[{{{Detail(groups)}}}],"muted":false}},"mutes":[]}"""))).Count(r => r.Id == "CEPH.PG_AVAILABILITY");
        Assert.Equal(20, await CountAsync(20));
        Assert.Equal(1, await CountAsync(21));
    }

    [Fact]
    public async Task Where_exec_is_forbidden_the_codes_are_Rooks_and_say_how_old_they_are()
    {
        var found = await CheckAsync(Forbidden(0.5));
        var down = One(found, "CEPH.OSD_DOWN");
        Assert.Equal((CheckStatus.Warn, TimeSpan.FromSeconds(30), null), (down.Status, down.SourceAge, down.TargetName));
        Assert.Contains(down.Evidence, e => e.StartsWith("Read from the CephCluster's status, 30s old", StringComparison.Ordinal) && e.Contains("pods/exec", StringComparison.Ordinal));
        var asked = One(found, "CEPH.UNREACHABLE");
        Assert.Equal((CheckStatus.Warn, TimeSpan.FromSeconds(30)), (asked.Status, asked.SourceAge));
        Assert.StartsWith("Ceph cannot be asked: Cannot run ceph health detail", asked.Message, StringComparison.Ordinal);
        Assert.EndsWith("; read from the CephCluster's status, 30s old", asked.Message, StringComparison.Ordinal);
        Assert.Equal(CheckStatus.Unknown, One(found, "CEPH.POOL_MIN_SIZE").Status);
    }

    [Fact]
    public async Task What_passes_by_Rooks_word_says_so_and_how_old_that_is()
    {
        var found = await CheckAsync(Forbidden(0.5));
        foreach (var id in (string[])["CEPH.MON_DOWN", "CEPH.PG_AVAILABILITY", "CEPH.OTHER", "CEPH.VERSION_SKEW"])
        {
            var passed = One(found, id);
            Assert.Equal((CheckStatus.Pass, TimeSpan.FromSeconds(30)), (passed.Status, passed.SourceAge));
            Assert.StartsWith("Read from the CephCluster's status, 30s old", Assert.Single(passed.Evidence), StringComparison.Ordinal);
        }

        var live = One(await CheckAsync("18.2.7/healthy"), "CEPH.MON_DOWN");
        Assert.Equal((CheckStatus.Pass, null, 0), (live.Status, live.SourceAge, live.Evidence.Count));
    }

    [Theory]
    [InlineData("HEALTH_ERR", """{"error":{"severity":"Urgent","message":"failed to get status. . timed out"}}""", "failed to get status. . timed out")]
    [InlineData("HEALTH_WARN", "{}", "it wrote down HEALTH_WARN, and no reason")]
    [InlineData("", "{}", "it wrote down no verdict, and no reason")]
    public async Task Where_Rook_could_not_ask_either_nothing_is_known(string health, string details, string why)
    {
        var found = await CheckAsync(Forbidden(0.5, health, details));
        foreach (var id in (string[])["CEPH.OSD_DOWN", "CEPH.MON_DOWN", "CEPH.OTHER", "CEPH.VERSION_SKEW"])
        {
            Assert.Equal((CheckStatus.Unknown, $"Not known: Ceph could not be asked, and Rook could not ask it either: {why}."), (One(found, id).Status, One(found, id).Message));
        }

        Assert.Equal((CheckStatus.Fail, "Toolbox missing"), (One(found, "CEPH.UNREACHABLE").Status, One(found, "CEPH.UNREACHABLE").Symptom));
        Assert.DoesNotContain(found, r => r.Id == "CEPH.error");
    }

    [Fact]
    public async Task What_Rook_wrote_down_too_long_ago_proves_nothing()
    {
        var found = await CheckAsync(Forbidden(12));
        Assert.Equal(CheckStatus.Unknown, One(found, "CEPH.OSD_DOWN").Status);
        Assert.Equal(CheckStatus.Unknown, One(found, "CEPH.MON_DOWN").Status);
        var unreachable = One(found, "CEPH.UNREACHABLE");
        Assert.Equal((CheckStatus.Fail, "Toolbox missing"), (unreachable.Status, unreachable.Symptom));
        Assert.Equal(CheckStatus.Warn, One(found, "CEPH.STATUS_STALE").Status);
    }

    [Fact]
    public async Task Monitors_that_do_not_answer_lead_to_the_quorum()
    {
        var found = await CheckAsync(new CephServer().Says("health detail", "", 1, "timed out\n"));
        Assert.Equal((CheckStatus.Fail, "Monitor out of quorum"), (One(found, "CEPH.UNREACHABLE").Status, One(found, "CEPH.UNREACHABLE").Symptom));
        // What Rook wrote down half a minute ago, when they still answered, is over.
        foreach (var id in (string[])["CEPH.MON_DOWN", "CEPH.PG_AVAILABILITY", "CEPH.OSD_DOWN", "CEPH.VERSION_SKEW"])
        {
            Assert.Equal((CheckStatus.Unknown, "Not known: Ceph does not answer, which voids what Rook wrote down before."), (One(found, id).Status, One(found, id).Message));
        }
    }

    [Fact]
    public async Task Without_the_toolbox_it_is_said_and_the_operator_is_asked()
    {
        var found = await CheckAsync(new CephServer(withToolbox: false).Says("health detail", Recordings.Read("18.2.7/healthy/health-detail")));
        var toolbox = One(found, "CEPH.TOOLBOX_MISSING");
        Assert.Equal((CheckStatus.Warn, "rook-ceph-tools"), (toolbox.Status, toolbox.Parameters["Workload"]));
        Assert.Equal(CheckStatus.Pass, One(found, "CEPH.OSD_DOWN").Status);
    }

    private static CephServer Forbidden(double minutes, string health = "HEALTH_WARN", string details = """{"OSD_DOWN":{"severity":"HEALTH_WARN","message":"1 osds down"}}""")
    {
        var cluster = Sample.Parse(CephServer.ClusterObject);
        cluster["status"]!["ceph"]!["health"] = health;
        cluster["status"]!["ceph"]!["details"] = Sample.Parse(details);
        cluster["status"]!["ceph"]!["lastChecked"] = Sample.Ago(minutes);
        var ceph = new CephServer().Clear("cephclusters").Add("cephclusters", cluster);
        ceph.Server.OnUpgrade = _ => CephToolTests.Forbidden();
        return ceph;
    }

    private static CheckResult One(IReadOnlyList<CheckResult> results, string id) => Assert.Single(results, r => r.Id == id);

    private Task<List<CheckResult>> CheckAsync(string state) => CheckAsync(CephServiceTests.Server(state));

    private Task<List<CheckResult>> CheckAsync(CephServer ceph) => CephServiceTests.ToListAsync(new CephSystem().CheckAsync(ceph.Cluster(), _sink.Context, default));
}
