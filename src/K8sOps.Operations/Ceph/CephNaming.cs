namespace K8sOps.Ceph;

/// <summary>Names that more than one part of this folder writes.</summary>
internal static class CephNaming
{
    /// <summary>The system's name.</summary>
    public const string System = "Rook-Ceph";

    /// <summary>The runbook that treats what its checks find.</summary>
    public const string Runbook = "rook-ceph";
}
