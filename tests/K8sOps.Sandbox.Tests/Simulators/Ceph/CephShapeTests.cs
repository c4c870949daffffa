using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Tests.Simulators.Ceph;

/// <summary>The simulator's answers have the shape of a real cluster's: the same keys, with values of the same types.</summary>
public sealed class CephShapeTests(CephTestWorld healthy) : IClassFixture<CephTestWorld>
{
    // What a cluster has or has not by its version, its settings and what goes on in it.
    private static readonly string[] Optional =
    [
        "read_bytes_sec", "write_bytes_sec", "read_op_per_sec", "write_op_per_sec", "io_sec", "pg_num_max", "pg_num_min", "prometheus", "auth_epoch", "auth_service_cipher", "auth_allowed_ciphers", "auth_preferred_cipher",
        "crush_location", "time_added", "read_balance", "os_id", "distro_version", "container_hostname", "container_image", "pod_name", "pod_namespace", "created_at", "btime", "expected_baseline_std_dev", "mgr", "rbd", "tentacle",
        "leader", "standbys",
    ];

    [Theory]
    [InlineData("healthy", "status")]
    [InlineData("healthy", "health-detail", "health detail")]
    [InlineData("healthy", "osd-tree", "osd tree")]
    [InlineData("healthy", "osd-df", "osd df")]
    [InlineData("healthy", "osd-df-tree", "osd df tree")]
    [InlineData("healthy", "osd-dump", "osd dump")]
    [InlineData("healthy", "osd-perf", "osd perf")]
    [InlineData("healthy", "osd-stat", "osd stat")]
    [InlineData("healthy", "osd-status", "osd status")]
    [InlineData("healthy", "osd-metadata", "osd metadata")]
    [InlineData("healthy", "osd-blocked-by", "osd blocked-by")]
    [InlineData("healthy", "osd-safe-to-destroy-0", "osd safe-to-destroy 0")]
    [InlineData("healthy", "osd-ok-to-stop-0", "osd ok-to-stop 0")]
    [InlineData("healthy", "osd-find-1", "osd find 1")]
    [InlineData("healthy", "osd-crush-rule-dump", "osd crush rule dump")]
    [InlineData("healthy", "osd-pool-ls-detail", "osd pool ls detail")]
    [InlineData("healthy", "osd-pool-stats", "osd pool stats")]
    [InlineData("healthy", "osd-pool-autoscale-status", "osd pool autoscale-status")]
    [InlineData("healthy", "osd-pool-get-replicapool-all", "osd pool get ceph-blockpool all")]
    [InlineData("healthy", "df")]
    [InlineData("healthy", "df-detail", "df detail")]
    [InlineData("healthy", "pg-dump", "pg dump")]
    [InlineData("healthy", "pg-stat", "pg stat")]
    [InlineData("healthy", "mon-dump", "mon dump")]
    [InlineData("healthy", "mon-stat", "mon stat")]
    [InlineData("healthy", "mon-metadata", "mon metadata")]
    [InlineData("healthy", "quorum-status", "quorum_status")]
    [InlineData("healthy", "time-sync-status")]
    [InlineData("healthy", "mgr-dump", "mgr dump")]
    [InlineData("healthy", "mgr-stat", "mgr stat")]
    [InlineData("healthy", "mgr-metadata", "mgr metadata")]
    [InlineData("healthy", "versions")]
    [InlineData("healthy", "config-dump", "config dump")]
    [InlineData("healthy", "progress-json", "progress json")]
    [InlineData("healthy", "balancer-status", "balancer status")]
    [InlineData("healthy", "node-ls", "node ls")]
    public void A_healthy_cluster_answers_as_a_real_one_does(string state, string file, string? command = null) => Compare(healthy, state, file, command ?? file);

    [Theory]
    [InlineData("ceph-osd-down", "one-osd-down-not-out", "health-detail", "health detail")]
    [InlineData("ceph-osd-down", "one-osd-down-not-out", "osd-tree", "osd tree")]
    [InlineData("ceph-osd-down", "one-osd-down-not-out", "pg-dump-stuck", "pg dump_stuck")]
    [InlineData("ceph-osd-down", "osd-dead-out-backfilling", "status", "status", 11)]
    [InlineData("ceph-osd-down", "osd-dead-out-backfilling", "pg-stat", "pg stat", 11)]
    [InlineData("ceph-pg-inconsistent", "scrub-error-one-pg", "health-detail", "health detail")]
    [InlineData("ceph-mon-down", "one-mon-down", "health-detail", "health detail")]
    [InlineData("ceph-crash-reports", "recent-crash-osd-back", "crash-ls", "crash ls")]
    public void A_cluster_in_trouble_answers_as_a_real_one_does(string scenario, string state, string file, string command, int minutes = 0)
    {
        using var world = new CephTestWorld();
        world.World.StartScenario(scenario);
        world.Run(TimeSpan.FromMinutes(minutes));
        Compare(world, state, file, command);
    }

    [Fact]
    public void What_a_scrub_has_found_is_listed_as_rados_lists_it()
    {
        using var world = new CephTestWorld();
        world.World.StartScenario("ceph-pg-inconsistent");
        var found = RadosProgram.Inconsistent(world.Ceph, "2.b")!;
        Compare(found, "scrub-error-one-pg", "rados-list-inconsistent-obj-2.6");
        Assert.Single(found["inconsistents"]![0]!["shards"]!.AsArray(), static shard => shard!["errors"]!.AsArray().Count > 0);
        Assert.Empty(RadosProgram.Inconsistent(world.Ceph, "2.a")!["inconsistents"]!.AsArray());
        Assert.Null(RadosProgram.Inconsistent(world.Ceph, "2.ff"));
    }

    private static void Compare(CephTestWorld world, string state, string file, string command) => Compare(world.Json(command), state, file);

    private static void Compare(JsonNode answer, string state, string file)
    {
        var recorded = Shape(JsonNode.Parse(Checkout.Read("tests/K8sOps.Sandbox.Tests/Simulators/Ceph/Fixtures", state, file + ".json")), "");
        var ours = Shape(JsonNode.Parse(answer.ToJsonString()), "");
        Assert.Equal("", string.Join('\n', recorded.Except(ours).Select(static path => "lacks " + path).Concat(ours.Except(recorded).Select(static path => "adds " + path)).Order(StringComparer.Ordinal)));
    }

    /// <summary>Every path that has a value, and its type. Names that are data stand for any name.</summary>
    private static SortedSet<string> Shape(JsonNode? node, string path)
    {
        var shape = new SortedSet<string>(StringComparer.Ordinal);
        if (node is JsonArray list)
        {
            foreach (var item in list) shape.UnionWith(Shape(item, path + "[]"));
        }
        else if (node is JsonObject map)
        {
            foreach (var (name, value) in map)
            {
                if (!Optional.Contains(name)) shape.UnionWith(Shape(value, path + "." + (IsData(path, name) ? "*" : name)));
            }
        }
        else shape.Add(path + " " + (node?.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? "bool" : node?.GetValueKind().ToString()));

        return shape;
    }

    private static bool IsData(string path, string name) =>
        name.StartsWith("ceph version", StringComparison.Ordinal) || path is ".mon" or ".mgr" or ".osd" or ".checks" or ".time_skew_status" || path.EndsWith("stats_by_class", StringComparison.Ordinal);
}
