using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>The kinds of Rook that this module reads.</summary>
public static class CephKinds
{
    /// <summary>Rook's API group.</summary>
    public const string Group = "ceph.rook.io";

    /// <summary><c>cephclusters.ceph.rook.io</c>.</summary>
    public static readonly KubeResource Clusters = new(Group, "v1", "cephclusters", "CephCluster", IsNamespaced: true);

    /// <summary><c>cephblockpools.ceph.rook.io</c>.</summary>
    public static readonly KubeResource BlockPools = new(Group, "v1", "cephblockpools", "CephBlockPool", IsNamespaced: true);

    /// <summary><c>cephfilesystems.ceph.rook.io</c>.</summary>
    public static readonly KubeResource Filesystems = new(Group, "v1", "cephfilesystems", "CephFilesystem", IsNamespaced: true);

    /// <summary><c>cephobjectstores.ceph.rook.io</c>.</summary>
    public static readonly KubeResource ObjectStores = new(Group, "v1", "cephobjectstores", "CephObjectStore", IsNamespaced: true);
}
