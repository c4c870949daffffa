using System.Globalization;

namespace K8sOps.Ceph;

/// <summary>Names that Rook gives, and the marks that our commands leave on what they change.</summary>
internal static class CephMarks
{
    /// <summary>Rook's label that keeps its operator off a daemon's Deployment.</summary>
    public const string DoNotReconcile = "ceph.rook.io/do-not-reconcile";

    /// <summary>On the Deployment of an OSD: who stopped it, when, in which run.</summary>
    public const string OsdStopped = "k8sops.io/ceph-osd-stopped";

    /// <summary>On the operator's Deployment: who stopped it, when, for what.</summary>
    public const string OperatorStopped = "k8sops.io/ceph-operator-stopped";

    /// <summary>Rook's label that names the claim under an OSD.</summary>
    public const string Claim = "ceph.rook.io/pvc";

    /// <summary>Rook's label that names the device set of a claim.</summary>
    public const string DeviceSet = "ceph.rook.io/DeviceSet";

    /// <summary>Rook's label that numbers the claims of a device set.</summary>
    public const string SetIndex = "ceph.rook.io/setIndex";

    /// <summary>Rook's label that ties a claim to its OSD; without it the claim is no longer Rook's.</summary>
    public const string DeviceSetClaim = "ceph.rook.io/DeviceSetPVCId";

    /// <summary>On the CephCluster: who set a flag, when, why.</summary>
    public static string Flag(string flag) => "k8sops.io/ceph-flag-" + flag;

    /// <summary>The Deployment of an OSD.</summary>
    public static string OsdDeployment(int id) => string.Create(CultureInfo.InvariantCulture, $"rook-ceph-osd-{id}");

    /// <summary>The labels of an OSD's pods.</summary>
    public static string OsdPods(int id) => string.Create(CultureInfo.InvariantCulture, $"app=rook-ceph-osd,ceph-osd-id={id}");
}
