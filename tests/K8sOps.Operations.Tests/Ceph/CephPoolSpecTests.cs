using System.Text.Json.Nodes;
using K8sOps.Ceph;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Ceph;

/// <summary>What an object of Rook states is changed there; what it does not state, in Ceph.</summary>
public class CephPoolSpecTests
{
    private const string Filesystem = """
        {"apiVersion":"ceph.rook.io/v1","kind":"CephFilesystem","metadata":{"name":"fs","namespace":"rook-ceph","uid":"u","resourceVersion":"7"},
         "spec":{"metadataPool":{"replicated":{"size":3}},
                 "dataPools":[{"replicated":{"size":3}},{"name":"bulk","replicated":{"size":2},"quotas":{"maxSize":"10Gi","maxObjects":100}}]}}
        """;

    [Fact]
    public async Task A_block_pool_keeps_its_copies_in_its_spec_and_a_quota_that_it_does_not_state_is_Cephs()
    {
        var (patch, fields, left) = await PatchAsync("CephBlockPool", "cephblockpools", "rbd", """{"apiVersion":"ceph.rook.io/v1","kind":"CephBlockPool","metadata":{"name":"rbd","namespace":"rook-ceph","uid":"u"},"spec":{"replicated":{"size":3}}}""", new CephPoolResizeOptions { Replicas = 2, MaxBytes = 1L << 30 });
        Assert.Equal(2, (int)patch!["spec"]!["replicated"]!["size"]!);
        Assert.Equal(".spec.replicated.size", Assert.Single(fields).ToString());
        Assert.Equal((null, 1L << 30), (left.Replicas, left.MaxBytes));
    }

    [Fact]
    public async Task A_data_pool_of_a_filesystem_is_changed_in_its_list_and_nobody_elses_change_is_lost()
    {
        var (patch, fields, left) = await PatchAsync("CephFilesystem", "cephfilesystems", "fs-bulk", Filesystem, new CephPoolResizeOptions { MaxBytes = 20L << 30, MaxObjects = 0 });
        Assert.Equal("7", (string?)patch!["metadata"]!["resourceVersion"]);
        var pools = patch["spec"]!["dataPools"]!.AsArray();
        Assert.Equal(("20Gi", 0L), ((string)pools[1]!["quotas"]!["maxSize"]!, (long)pools[1]!["quotas"]!["maxObjects"]!));
        Assert.Equal(3, (int)pools[0]!["replicated"]!["size"]!);
        Assert.Equal([".spec.dataPools[1].quotas.maxSize", ".spec.dataPools[1].quotas.maxObjects"], fields.Select(f => f.ToString()));
        Assert.Equal((null, null), (left.MaxBytes, left.MaxObjects));
    }

    [Theory]
    [InlineData("fs-metadata", ".spec.metadataPool.replicated.size")]
    [InlineData("fs-data0", ".spec.dataPools[0].replicated.size")]
    public async Task A_pool_of_a_filesystem_is_found_by_the_name_that_Rook_gives_it(string pool, string field)
        => Assert.Equal(field, Assert.Single((await PatchAsync("CephFilesystem", "cephfilesystems", pool, Filesystem, new CephPoolResizeOptions { Replicas = 2 })).Fields).ToString());

    private static async Task<(JsonObject? Patch, IReadOnlyList<K8sOps.Kube.FieldPath> Fields, CephPoolResizeOptions Left)> PatchAsync(string kind, string plural, string pool, string live, CephPoolResizeOptions options)
    {
        var name = (string)JsonNode.Parse(live)!["metadata"]!["name"]!;
        var server = new ScriptedServer().Answer($"/apis/ceph.rook.io/v1/namespaces/rook-ceph/{plural}/{name}", 200, live);
        var record = new CephPool { Cluster = "infra", Namespace = "rook-ceph", Pool = pool, PoolId = 2, Managed = $"{kind}/{name}", ObservedAt = ScriptedServer.Now };
        var spec = await CephPoolSpec.FindAsync(new CephWrites(server.Cluster(), "rook-ceph"), record, default);
        return spec!.Patch(options);
    }
}
