using K8sOps.Kubernetes;
using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>The device under an OSD has died.</summary>
internal sealed class CephOsdFailedScenario(CephWorld ceph) : CephScenario(ceph)
{
    private const int Osd = 4;
    private const string Deployment = "rook-ceph-osd-4";

    public override string Name => "ceph-osd-failed";

    public override string Description => $"The device under osd.{Osd} has died: its pod crashes whenever it starts. Its data is copied to the other OSD of the host once it is out.";

    public override string Cure => $"Remove the OSD: Set-CephOsd {Osd} -Out, wait until it is safe to destroy, Remove-CephOsd {Osd}. Starting or restarting it does not help. Rook makes no new OSD until there is a new device.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(3);

    public override void Start(IWorldStore store) => Ceph.KillDisk(Osd);

    public override bool IsBroken(IWorldStore store) => Ceph.IsDiskDead(Osd) && (Ceph.Osds.ContainsKey(Osd) || store.Get(KubeResources.Deployments, Namespace, Deployment) is not null);
}
