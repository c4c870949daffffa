using System.Text.RegularExpressions;
using K8sOps.Ceph;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Ceph;

/// <summary>Every recorded state gives the health codes that it shows.</summary>
public sealed partial class CephRecordingTests
{
    /// <summary>The codes of <c>health detail</c> of each state, as the recordings' own table has them.</summary>
    private const string Table = """
        18.2.7/after-pg-repair: -
        18.2.7/crash-archived: -
        18.2.7/flag-pause: OSDMAP_FLAGS
        18.2.7/flags-noout-norebalance-noscrub: OSDMAP_FLAGS OSD_FLAGS
        18.2.7/full-ratios-out-of-order: OSD_OUT_OF_ORDER_FULL(ERR)
        18.2.7/healthy: -
        18.2.7/healthy-with-client-io: -
        18.2.7/host-down: OSD_DOWN OSD_HOST_DOWN PG_DEGRADED
        18.2.7/mgr-down: MGR_DOWN
        18.2.7/mon-clock-skew: MON_CLOCK_SKEW
        18.2.7/muted-osd-down: OSD_DOWN(muted) PG_DEGRADED(muted)
        18.2.7/new-cluster-as-debian-ships-it: AUTH_INSECURE_GLOBAL_ID_RECLAIM_ALLOWED MGR_MODULE_DEPENDENCY MON_DISK_LOW
        18.2.7/new-cluster-no-pools: AUTH_INSECURE_GLOBAL_ID_RECLAIM_ALLOWED
        18.2.7/objects-unfound: OBJECT_UNFOUND OSD_DOWN PG_DEGRADED
        18.2.7/one-mon-down: MON_DOWN
        18.2.7/one-osd-down-not-out: OSD_DOWN PG_DEGRADED
        18.2.7/osd-back-in-backfilling: -
        18.2.7/osd-backfillfull: OSD_BACKFILLFULL POOL_BACKFILLFULL
        18.2.7/osd-crashed: OSD_DOWN OSD_HOST_DOWN PG_DEGRADED RECENT_CRASH RECENT_MGR_MODULE_CRASH
        18.2.7/osd-dead-out-backfilling: PG_DEGRADED
        18.2.7/osd-down-and-out-recovered: -
        18.2.7/osd-full: OSD_BACKFILLFULL OSD_FULL(ERR) POOL_FULL
        18.2.7/osd-nearfull: OSD_NEARFULL POOL_NEARFULL
        18.2.7/osd-never-started-stray: -
        18.2.7/osd-out-recovery-over-100-percent: PG_DEGRADED
        18.2.7/osd-out-while-up-backfilling: PG_BACKFILL_FULL
        18.2.7/osd-returned-recovering: PG_DEGRADED
        18.2.7/pg-down: OSD_DOWN OSD_SLOW_PING_TIME_BACK OSD_SLOW_PING_TIME_FRONT PG_AVAILABILITY PG_DEGRADED
        18.2.7/pool-no-redundancy: POOL_NO_REDUNDANCY
        18.2.7/pool-pg-num-off: POOL_TOO_FEW_PGS POOL_TOO_MANY_PGS
        18.2.7/pool-quota-full: POOL_FULL
        18.2.7/pool-without-application: POOL_APP_NOT_ENABLED
        18.2.7/recent-crash-osd-back: RECENT_CRASH
        18.2.7/scrub-error-one-pg: OSD_SCRUB_ERRORS(ERR) PG_DAMAGED(ERR)
        18.2.7/slow-ops: OSDMAP_FLAGS SLOW_OPS
        18.2.7/three-osds-down-pgs-inactive: OSD_DOWN OSD_HOST_DOWN PG_AVAILABILITY PG_DEGRADED
        18.2.7/too-many-pgs-per-osd: TOO_MANY_PGS
        18.2.7/two-osds-down: OSD_DOWN OSD_HOST_DOWN OSD_SLOW_PING_TIME_BACK OSD_SLOW_PING_TIME_FRONT PG_DEGRADED
        20.2.4/flags-noout-norebalance-noscrub: OSDMAP_FLAGS
        20.2.4/healthy: -
        20.2.4/insecure-global-id-reclaim: AUTH_INSECURE_GLOBAL_ID_RECLAIM_ALLOWED
        20.2.4/mgr-down: MGR_DOWN PG_DEGRADED
        20.2.4/new-cluster-no-pools: -
        20.2.4/one-mon-down: MON_DOWN
        20.2.4/one-osd-down-not-out: OSD_DOWN PG_DEGRADED
        20.2.4/osd-crashed: OSD_DOWN OSD_HOST_DOWN PG_DEGRADED RECENT_CRASH
        20.2.4/osd-nearfull: OSD_NEARFULL POOL_NEARFULL
        20.2.4/osd-out-backfill: PG_DEGRADED
        20.2.4/scrub-error-one-pg: OSD_SCRUB_ERRORS(ERR) PG_DAMAGED(ERR)
        """;

    public static TheoryData<string, string> States()
    {
        var data = new TheoryData<string, string>();
        foreach (var row in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) data.Add(row.Split(": ")[0], row.Split(": ")[1]);
        return data;
    }

    [Fact]
    public void Every_recording_beside_the_tests_is_in_the_table()
        => Assert.Equal(Recordings.States(Recordings.Own).Where(s => File.Exists(Path.Combine(Recordings.Own, s, "health-detail.json"))).Order(StringComparer.Ordinal), States().Select(r => (string)r[0]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(States))]
    public async Task Each_state_gives_the_codes_that_it_shows(string state, string codes)
        => Assert.Equal(codes, await CodesAsync(await File.ReadAllTextAsync(Path.Combine(Recordings.Own, state, "health-detail.json"))));

    [SharedRecordingsFact]
    public async Task All_recordings_there_are_agree_with_their_own_table()
    {
        var rows = Row().Matches(await File.ReadAllTextAsync(Path.Combine(Recordings.Shared!, "README.md")));
        Assert.True(rows.Count > 45, $"Only {rows.Count} rows were found: the scan is broken.");
        foreach (Match row in rows)
        {
            var file = Path.Combine(Recordings.Shared!, row.Groups["version"].Value, row.Groups["state"].Value, "health-detail.json");
            Assert.True(row.Groups["codes"].Value == await CodesAsync(await File.ReadAllTextAsync(file)), file);
        }
    }

    [SharedRecordingsFact]
    public async Task Every_recorded_answer_is_read_or_refused_in_words()
    {
        var (read, refused) = (0, 0);
        foreach (var state in Recordings.States(Recordings.Shared!))
        {
            var ceph = new CephServer().Plays(Path.Combine(Recordings.Shared!, state));
            var service = new CephService(ceph.Cluster());
            var context = new RecordingSink().Context;
            foreach (var ask in (Func<Task>[])[() => service.GetStatusAsync(context), () => service.GetOsdsAsync(null, context), () => service.GetPoolsAsync(null, context), () => service.GetUsageAsync(context), () => service.GetMonitorsAsync(null, context), () => service.GetCrashesAsync(null, false, context), () => service.GetFlagsAsync(null, context), () => CephServiceTests.ToListAsync(service.ListPlacementGroupsAsync(new CephPlacementGroupQuery(), context))])
            {
                try
                {
                    await ask();
                    read++;
                }
                catch (OperationException e)
                {
                    Assert.Contains(e.Id, (string[])["CephAnswerInvalid", "CephCommandFailed"]);
                    refused++;
                }
            }
        }

        // What is refused was not recorded in that state, or the manager did not answer it.
        Assert.True(read > 350 && refused < 80, $"{read} read, {refused} refused");
    }

    private static async Task<string> CodesAsync(string healthDetail)
    {
        var ceph = new CephServer().Says("health detail", healthDetail).Says("crash ls", "[]");
        var codes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var result in new CephSystem().CheckAsync(ceph.Cluster(), new RecordingSink().Context, default))
        {
            // Only what Ceph says: of pools, OSDs and versions this server knows nothing, so our own checks of them are unknown.
            if (result.Status is CheckStatus.Pass or CheckStatus.Unknown || Own.Contains(result.Id)) continue;
            Assert.NotNull(result.Remedy);
            codes[result.Id["CEPH.".Length..]] = result.Message.EndsWith(" (muted)", StringComparison.Ordinal) ? "(muted)" : result.Status == CheckStatus.Fail ? "(ERR)" : "";
        }

        return codes.Count == 0 ? "-" : string.Join(' ', codes.Select(c => c.Key + c.Value));
    }

    private static readonly HashSet<string> Own = ["CEPH.OPERATOR_DOWN"];

    [GeneratedRegex(@"^\| (?<version>\d+\.\d+\.\d+) \| (?<state>\S+) \| .* \| \w+ \| (?<codes>[A-Z_()a-z -]+) \| \d+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
