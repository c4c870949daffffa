using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>The kinds of Rook that the worlds have; their definitions stand in <c>definitions.json</c>.</summary>
internal static class CephKinds
{
    public static readonly KubeResource Clusters = new("ceph.rook.io", "v1", "cephclusters", "CephCluster", IsNamespaced: true);
    public static readonly KubeResource BlockPools = new("ceph.rook.io", "v1", "cephblockpools", "CephBlockPool", IsNamespaced: true);
    public static readonly KubeResource Filesystems = new("ceph.rook.io", "v1", "cephfilesystems", "CephFilesystem", IsNamespaced: true);
    public static readonly KubeResource ObjectStores = new("ceph.rook.io", "v1", "cephobjectstores", "CephObjectStore", IsNamespaced: true);

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<KubeResource> All = [Clusters, BlockPools, Filesystems, ObjectStores];
}
