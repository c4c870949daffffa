using System.Text.Json.Nodes;
using K8sOps.Ceph;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Ceph;

/// <summary>What Ceph does not say of itself.</summary>
public sealed class CephOwnChecksTests
{
    private readonly RecordingSink _sink = new();

    [Theory]
    [InlineData("n1 n2 n3", 3, null)]
    [InlineData("n1 n1 n2", 3, "2 of 3 monitors stand on n1, and 1 of 3 nodes have none: without that node there is no quorum")]
    [InlineData("n1 n1 n2", 2, null)]
    [InlineData("n1 n1 n1", 1, null)]
    [InlineData("n1", 1, null)]
    [InlineData("n1", 3, "there is one monitor, and there are 3 nodes: without it there is no quorum")]
    [InlineData("n1 n2 n3 n4", 5, "there are 4 monitors: an even number bears no more losses than one less")]
    [InlineData("n1 n1 n2 n3 n4", 5, "2 of 5 monitors stand on n1, and 1 of 5 nodes have none")]
    public async Task Monitors_are_judged_by_the_nodes_there_are(string places, int nodes, string? message)
    {
        var ceph = Healthy(nodes);
        foreach (var (node, i) in places.Split(' ').Select((n, i) => (n, i))) ceph.Add("pods", CephServer.Pod($"rook-ceph-mon-{(char)('a' + i)}", "rook-ceph-mon", node: node));
        await HoldsAsync(ceph, "CEPH.MON_SPREAD", message);
    }

    [Theory]
    [InlineData(3, 2, null)]
    [InlineData(3, 3, "serves nobody as soon as one of its 3 copies is away: min_size is 3")]
    [InlineData(2, 1, "takes writes with one copy left of 2: what is written then is lost with that disk")]
    [InlineData(1, 1, "has a single copy of everything: the loss of one disk is the loss of data")]
    public async Task A_pool_bears_the_loss_of_a_copy_or_does_not(int size, int min, string? message)
        => await HoldsAsync(Healthy(3).Says("osd pool ls detail", $$$"""[{"pool_id":2,"pool_name":"data","type":1,"size":{{{size}}},"min_size":{{{min}}},"pg_num":8,"pg_num_target":8}]"""), "CEPH.POOL_MIN_SIZE", message);

    [Theory]
    [InlineData(2, 3, 3, "keeps 3 copies, and OSDs stand on 2 of 3 nodes: not every one lies on a node of its own")]
    [InlineData(2, 3, 2, null)]
    [InlineData(3, 3, 5, null)]
    public async Task OSDs_stand_on_enough_nodes_or_do_not(int hosts, int copies, int nodes, string? message)
        => await HoldsAsync(Osds(hosts, 10, 100, nodes).Says("osd pool ls detail", $$$"""[{"pool_id":2,"pool_name":"data","type":1,"size":{{{copies}}},"min_size":2}]"""), "CEPH.OSD_SPREAD", message);

    [Theory]
    [InlineData(4, 60, 3, null)]
    [InlineData(4, 70, 3, "without it, the data on hdd would fill the other hosts to 93 %: above 90 % nothing is moved to an OSD any more")]
    [InlineData(3, 80, 3, null)]
    [InlineData(1, 95, 1, null)]
    public async Task The_data_of_the_largest_host_fits_on_the_others_or_does_not(int hosts, int usedPercent, int copies, string? message)
        => await HoldsAsync(Osds(hosts, usedPercent, 100, hosts).Says("osd pool ls detail", $$$"""[{"pool_id":2,"pool_name":"data","type":1,"size":{{{copies}}},"min_size":2}]"""), "CEPH.HOST_LOSS_CAPACITY", message);

    [Theory]
    [InlineData("n1 n2 n3", "", CheckStatus.Pass)]
    [InlineData("n1 n2 n3", "n1 n1", CheckStatus.Pass)]
    [InlineData("", "", CheckStatus.Unknown)]
    [InlineData("", "n1 n2 n3", CheckStatus.Unknown)]
    public async Task Monitors_that_have_ended_stand_nowhere(string running, string ended, CheckStatus status)
    {
        var ceph = Healthy(3);
        foreach (var node in running.Split(' ', StringSplitOptions.RemoveEmptyEntries)) ceph.Add("pods", CephServer.Pod($"rook-ceph-mon-{node}", "rook-ceph-mon", node: node));
        foreach (var node in ended.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var pod = CephServer.Pod($"rook-ceph-mon-evicted-{node}", "rook-ceph-mon", node: node);
            pod["status"]!["phase"] = "Failed";
            ceph.Add("pods", pod);
        }

        Assert.Equal(status, (await OneAsync(ceph, "CEPH.MON_SPREAD")).Status);
    }

    [Fact]
    public async Task An_external_cluster_has_no_monitors_to_place()
    {
        var cluster = Sample.Parse(CephServer.ClusterObject);
        cluster["spec"] = Sample.Parse("""{"external":{"enable":true} }""");
        Assert.Equal(CheckStatus.Pass, (await OneAsync(Healthy(3).Clear("cephclusters").Add("cephclusters", cluster), "CEPH.MON_SPREAD")).Status);
    }

    [Theory]
    [InlineData("18.2.7/osd-down-and-out-recovered", 1, "it is down, and was marked out: its copies are made anew elsewhere, and Ceph complains of it no more")]
    [InlineData("18.2.7/osd-never-started-stray", 4, "it has a number and has never started, or has lost its place in the CRUSH map")]
    public async Task An_OSD_that_is_dead_and_out_is_told_though_Ceph_is_silent(string state, int id, string message)
    {
        var result = await OneAsync(CephServiceTests.Server(state), "CEPH.OSD_OUT");
        Assert.Equal((CheckStatus.Warn, $"osd.{id}", message, "OSD down"), (result.Status, result.TargetName, result.Message, result.Symptom));
        Assert.Equal((id, $"osd.{id}"), (result.Parameters["OsdId"], result.Parameters["Daemon"]));
        Assert.Equal($"Get-CephOsd -Cluster infra -Namespace rook-ceph -OsdId {id}", result.Remedy);
    }

    [Fact]
    public async Task An_OSD_that_we_stopped_is_known_to_whoever_stopped_it()
    {
        var deployment = Deployment("rook-ceph-osd-1", "rook-ceph-osd", 0, 0);
        deployment["metadata"]!["annotations"] = Sample.Parse("""{"k8sops.io/ceph-osd-stopped":"somebody"}""");
        Assert.Equal(CheckStatus.Pass, (await OneAsync(CephServiceTests.Server("18.2.7/osd-down-and-out-recovered").Add("deployments", deployment), "CEPH.OSD_OUT")).Status);
        Assert.Equal(CheckStatus.Pass, (await OneAsync(CephServiceTests.Server("18.2.7/one-osd-down-not-out"), "CEPH.OSD_OUT")).Status);
    }

    [Fact]
    public async Task OSDs_are_counted_by_the_nodes_that_they_stand_on()
    {
        // Three hosts in the CRUSH map, as of a portable device set, and two nodes.
        var ceph = Osds(3, 10, 100, 3).Says("osd pool ls detail", """[{"pool_id":2,"pool_name":"data","type":1,"size":3,"min_size":2}]""");
        foreach (var (node, i) in new[] { "n1", "n1", "n2" }.Select((n, i) => (n, i)))
        {
            var pod = CephServer.Pod($"rook-ceph-osd-{i}-x", "rook-ceph-osd", node: node);
            pod["metadata"]!["labels"]!["ceph-osd-id"] = $"{i}";
            ceph.Add("pods", pod);
        }

        await HoldsAsync(ceph, "CEPH.OSD_SPREAD", "keeps 3 copies, and OSDs stand on 2 of 3 nodes: not every one lies on a node of its own");
    }

    [Fact]
    public async Task Without_figures_nothing_is_said_of_capacity()
        => Assert.Equal(CheckStatus.Unknown, (await OneAsync(Osds(4, 99, 100, 4).Says("osd df", "", 1), "CEPH.HOST_LOSS_CAPACITY")).Status);

    [Fact]
    public async Task Versions_that_differ_are_counted()
    {
        var ceph = Healthy(3).Says("versions", """{"overall":{"ceph version 19.2.3 (abc) squid (stable)":7,"ceph version 19.2.2 (def) squid (stable)":1}}""");
        await HoldsAsync(ceph, "CEPH.VERSION_SKEW", "daemons of 2 versions of Ceph: 7 of 19.2.3 (abc), 1 of 19.2.2 (def)");
        await HoldsAsync(Healthy(3).Says("versions", """{"overall":{"ceph version 19.2.3 (abc) squid (stable)":8}}"""), "CEPH.VERSION_SKEW", null);
    }

    [Theory]
    [InlineData("Ready", null, null)]
    [InlineData("Progressing", CheckStatus.Warn, "its phase is Progressing: Configuring Ceph Mons")]
    [InlineData("Failure", CheckStatus.Fail, "its phase is Failure: Configuring Ceph Mons")]
    public async Task The_CephClusters_phase_counts(string phase, CheckStatus? status, string? message)
    {
        var cluster = Sample.Parse(CephServer.ClusterObject);
        cluster["status"]!["phase"] = phase;
        cluster["status"]!["message"] = "Configuring Ceph Mons";
        var result = await HoldsAsync(Healthy(3).Clear("cephclusters").Add("cephclusters", cluster), "CEPH.CLUSTER_NOT_READY", message);
        Assert.Equal(status ?? CheckStatus.Pass, result.Status);
    }

    [Theory]
    [InlineData("Ready", "Created", "Ready", "True", null)]
    [InlineData("Ready", "Error", "Ready", "False", "its phase is Ready, with the condition Ready False: Failed to configure ceph cluster")]
    [InlineData("Connected", "Error", "Connected", "False", "its phase is Connected, with the condition Connected False: Failed to configure ceph cluster")]
    [InlineData("Ready", "Created", "Failure", "True", "its phase is Ready, with the condition Failure True: Failed to configure ceph cluster")]
    [InlineData("Ready", "Error", "Connecting", "True", "its phase is Ready, and its state Error: Failed to configure ceph cluster")]
    [InlineData("Progressing", "Error", "Progressing", "False", "its phase is Progressing, with the condition Progressing False: Failed to configure ceph cluster")]
    public async Task A_good_phase_is_not_enough(string phase, string state, string type, string conditionStatus, string? message)
    {
        var cluster = Sample.Parse(CephServer.ClusterObject);
        cluster["status"]!["phase"] = phase;
        cluster["status"]!["state"] = state;
        cluster["status"]!["message"] = "Failed to configure ceph cluster";
        cluster["status"]!["conditions"] = new JsonArray(Sample.Parse($$$"""{"type":"{{{type}}}","status":"{{{conditionStatus}}}","message":"Failed to configure ceph cluster"}"""));
        var result = await HoldsAsync(Healthy(3).Clear("cephclusters").Add("cephclusters", cluster), "CEPH.CLUSTER_NOT_READY", message);
        Assert.Equal(message is null ? CheckStatus.Pass : CheckStatus.Fail, result.Status);
    }

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(0, 0, "scaled to nothing: nobody looks after this CephCluster")]
    [InlineData(1, 0, "no pod of it is available: nobody looks after this CephCluster")]
    public async Task The_operator_runs_or_is_named_with_its_namespace(int wanted, int available, string? message)
    {
        var result = await HoldsAsync(Healthy(3).Clear("deployments").Add("deployments", Deployment("rook-ceph-operator", "rook-ceph-operator", wanted, available, ns: "rook-ceph-system")), "CEPH.OPERATOR_DOWN", message);
        if (message is not null) Assert.Equal(("rook-ceph-operator", "rook-ceph-system", "rook-ceph"), (result.Parameters["Workload"], result.Parameters["OperatorNamespace"], result.Parameters["Namespace"]));
    }

    [Fact]
    public async Task No_operator_at_all_is_a_failure()
        => await HoldsAsync(Healthy(3).Clear("deployments"), "CEPH.OPERATOR_DOWN", "no Deployment is labelled app=rook-ceph-operator: nobody looks after this CephCluster");

    [Theory]
    [InlineData("csi-rbdplugin-provisioner", 2, 1, "1 of 2 available: volumes are neither made nor attached")]
    [InlineData("rook-ceph.rbd.csi.ceph.com-ctrlplugin", 2, 0, "0 of 2 available: volumes are neither made nor attached")]
    [InlineData("csi-rbdplugin-provisioner", 2, 2, null)]
    public async Task CSI_drivers_of_both_generations_are_looked_at(string name, int wanted, int available, string? message)
        => await HoldsAsync(Healthy(3).Add("deployments", Deployment(name, "x", wanted, available)), "CEPH.CSI_DOWN", message);

    [Fact]
    public async Task An_OSD_that_restarts_again_and_again_is_flapping_only_while_it_does()
    {
        JsonObject Pod(int restarts, double minutesAgo)
        {
            var pod = CephServer.Pod("rook-ceph-osd-1-x", "rook-ceph-osd", restarts: restarts, node: "n1");
            pod["metadata"]!["labels"]!["ceph-osd-id"] = "1";
            pod["status"]!["containerStatuses"]![0]!["lastState"] = Sample.Parse($$$"""{"terminated":{"exitCode":1,"finishedAt":"{{{Sample.Ago(minutesAgo)}}}"}}""");
            return pod;
        }

        var result = await HoldsAsync(Healthy(3).Add("pods", Pod(5, 4)), "CEPH.OSD_FLAPPING", "its container rook-ceph-osd has restarted 5 times, last 4m ago");
        Assert.Equal((1, "osd.1", "n1"), (result.Parameters["OsdId"], result.Parameters["Daemon"], result.Parameters["Node"]));
        await HoldsAsync(Healthy(3).Add("pods", Pod(5, 400)), "CEPH.OSD_FLAPPING", null);
        await HoldsAsync(Healthy(3).Add("pods", Pod(1, 4)), "CEPH.OSD_FLAPPING", null);
        var down = Pod(5, 4);
        down["status"]!["containerStatuses"]![0]!["state"] = Sample.Parse("""{"waiting":{"reason":"CrashLoopBackOff"} }""");
        await HoldsAsync(Healthy(3).Add("pods", down), "CEPH.OSD_FLAPPING", null);
    }

    [Theory]
    [InlineData(600, 20, 40, 44, "it was marked down while it ran, and came up again 20m ago (epochs 40 and 44 of the OSD map): others do not hear it")]
    [InlineData(21, 20, 40, 44, null)]
    [InlineData(600, 90, 40, 44, null)]
    [InlineData(600, 20, 40, 43, null)]
    [InlineData(600, 20, 0, 44, null)]
    public async Task An_OSD_that_was_marked_down_while_it_ran_is_flapping(double ranMinutes, double upMinutes, int downAt, int upFrom, string? message)
    {
        var pod = CephServer.Pod("rook-ceph-osd-1-x", "rook-ceph-osd", node: "n1");
        pod["metadata"]!["labels"]!["ceph-osd-id"] = "1";
        pod["status"]!["containerStatuses"]![0] = Sample.Parse($$$"""{"name":"osd","restartCount":0,"state":{"running":{"startedAt":"{{{Sample.Ago(ranMinutes)}}}"} } }""");
        // Where another OSD changed after this one, nobody knows when this one came up.
        var ceph = Healthy(3).Add("pods", pod).Says("osd dump", $$$"""{"last_up_change":"{{{Sample.Ago(upMinutes)}}}","osds":[{"osd":0,"up":1,"up_from":12,"down_at":{{{(upFrom < 44 ? 44 : 10)}}} },{"osd":1,"up":1,"up_from":{{{upFrom}}},"down_at":{{{downAt}}} }]}""");
        var result = await HoldsAsync(ceph, "CEPH.OSD_FLAPPING", message);
        if (message is not null) Assert.Equal((1, "Get-K8sLog -Cluster infra -Namespace rook-ceph -Name rook-ceph-osd-1-x"), (result.Parameters["OsdId"], result.Remedy));
    }

    [Fact]
    public async Task An_upgrade_may_begin_when_all_is_well_and_has_gone_through_when_all_is_one_version()
    {
        var ceph = Healthy(3).Says("status", Recordings.Read("20.2.4/healthy/status")).Says("versions", """{"overall":{"ceph version 19.2.3 (abc) squid (stable)":8}}""");
        ceph.Add("deployments", Daemon("rook-ceph-osd-0", "v1.18.8", 1)).Add("deployments", Daemon("rook-ceph-osd-1", "v1.18.8", 1));
        var results = await new RookUpgradeService(ceph.Cluster()).TestAsync(_sink.Context);
        Assert.Equal(7, results.Count);
        Assert.All(results, r => Assert.True(r.Status == CheckStatus.Pass, $"{r.Id} {r.Message}"));
        ceph.Says("status", Recordings.Read("18.2.7/one-osd-down-not-out/status")).Add("deployments", Daemon("rook-ceph-osd-2", "v1.17.0", 0));
        var late = (await new RookUpgradeService(ceph.Cluster()).TestAsync(_sink.Context)).Where(r => r.Status != CheckStatus.Pass).ToDictionary(r => r.Id, r => (r.Status, r.Message), StringComparer.Ordinal);
        Assert.Equal((CheckStatus.Warn, "HEALTH_WARN: OSD_DOWN, PG_DEGRADED"), late[RookUpgradeService.Health]);
        Assert.Equal((CheckStatus.Fail, "3 of 4 OSDs up, 4 in"), late[RookUpgradeService.Osds]);
        Assert.Equal((CheckStatus.Fail, "not rolled out: rook-ceph-osd-2"), late[RookUpgradeService.RolledOut]);
        Assert.Equal((CheckStatus.Fail, "Rook v1.17.0, v1.18.8"), late[RookUpgradeService.RookVersion]);
        Assert.Contains(RookUpgradeService.Groups, late.Keys);
    }

    [Fact]
    public async Task Of_an_upgrade_nothing_passes_that_could_not_be_looked_at()
    {
        var ceph = Healthy(3);
        ceph.Server.OnUpgrade = _ => CephToolTests.Forbidden();
        var results = (await new RookUpgradeService(ceph.Cluster()).TestAsync(_sink.Context)).ToDictionary(r => r.Id, r => r.Status, StringComparer.Ordinal);
        Assert.Equal(CheckStatus.Pass, results[RookUpgradeService.Health]);
        Assert.Equal([CheckStatus.Unknown, CheckStatus.Unknown, CheckStatus.Unknown], new[] { results[RookUpgradeService.Control], results[RookUpgradeService.Osds], results[RookUpgradeService.Groups] });
    }

    private static CephServer Healthy(int nodes)
    {
        var ceph = CephServiceTests.Server("18.2.7/healthy").Add("deployments", Deployment("rook-ceph-operator", "rook-ceph-operator", 1, 1));
        for (var i = 1; i <= nodes; i++) ceph.Add("nodes", Sample.Parse($$$"""{"metadata":{"name":"n{{{i}}}"} }"""));
        return ceph;
    }

    private static CephServer Osds(int hosts, int usedPercent, int size, int nodes)
    {
        var all = Enumerable.Range(0, hosts).ToList();
        return Healthy(nodes)
            .Says("osd tree", $$$"""{"nodes":[{{{string.Join(',', all.Select(i => $$$$"""{"id":-{{{{i + 2}}}},"name":"n{{{{i + 1}}}}","type":"host","children":[{{{{i}}}}]},{"id":{{{{i}}}},"name":"osd.{{{{i}}}}","type":"osd","device_class":"hdd","status":"up","reweight":1,"exists":1}"""))}}}],"stray":[]}""")
            .Says("osd df", $$$"""{"nodes":[{{{string.Join(',', all.Select(i => $$$$"""{"id":{{{{i}}}},"kb":{{{{size}}}},"kb_used":{{{{usedPercent * size / 100}}}},"kb_avail":1}"""))}}}]}""");
    }

    private static JsonObject Deployment(string name, string app, int wanted, int available, string ns = "rook-ceph") => Sample.Parse($$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"{{{ns}}}","labels":{"app":"{{{app}}}"} },"spec":{"replicas":{{{wanted}}} },"status":{"availableReplicas":{{{available}}} } }
        """);

    private static JsonObject Daemon(string name, string rook, int ready) => Sample.Parse($$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"rook-ceph","generation":2,"labels":{"rook_cluster":"rook-ceph","rook-version":"{{{rook}}}","ceph-version":"19.2.3-0"} },
         "spec":{"replicas":1},"status":{"observedGeneration":2,"updatedReplicas":{{{ready}}},"readyReplicas":{{{ready}}} } }
        """);

    private async Task<CheckResult> OneAsync(CephServer ceph, string id)
        => Assert.Single(await CephServiceTests.ToListAsync(new CephSystem().CheckAsync(ceph.Cluster(), _sink.Context, default)), r => r.Id == id);

    private async Task<CheckResult> HoldsAsync(CephServer ceph, string id, string? message)
    {
        var result = await OneAsync(ceph, id);
        if (message is null) Assert.True(result.Status == CheckStatus.Pass, result.Message);
        else Assert.Equal(message, result.Message);
        return result;
    }
}
