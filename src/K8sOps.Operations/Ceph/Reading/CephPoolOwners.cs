using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Ceph.Reading;

/// <summary>Which object of Rook a pool belongs to: what Rook makes, it also sets back.</summary>
/// <param name="blockPools">The CephBlockPools of the namespace.</param>
/// <param name="filesystems">The CephFilesystems.</param>
/// <param name="objectStores">The CephObjectStores.</param>
internal sealed class CephPoolOwners(IReadOnlyList<JsonObject> blockPools, IReadOnlyList<JsonObject> filesystems, IReadOnlyList<JsonObject> objectStores)
{
    /// <summary><c>CephBlockPool/replicapool</c>; null for a pool that nothing of Rook asks for.</summary>
    public string? Of(string pool)
    {
        var block = blockPools.FirstOrDefault(o => (o.Text("spec", "name") is { Length: > 0 } given ? given : Name(o)) == pool);
        if (block is not null) return "CephBlockPool/" + Name(block);
        // Rook names the others' pools after them: FS-metadata, FS-data0 or FS-NAME, STORE.rgw.…
        var filesystem = filesystems.FirstOrDefault(o => pool.StartsWith(Name(o) + "-", StringComparison.Ordinal));
        if (filesystem is not null) return "CephFilesystem/" + Name(filesystem);
        var store = objectStores.FirstOrDefault(o => pool.StartsWith(Name(o) + ".rgw.", StringComparison.Ordinal));
        return store is null ? null : "CephObjectStore/" + Name(store);
    }

    private static string Name(JsonObject o) => o.Text("metadata", "name") ?? "";
}
