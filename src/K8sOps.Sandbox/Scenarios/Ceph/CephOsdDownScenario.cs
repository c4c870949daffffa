using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>Somebody stopped an OSD for work at its machine and did not start it again.</summary>
internal sealed class CephOsdDownScenario(CephWorld ceph) : CephScenario(ceph)
{
    private const int Osd = 1;
    private const string Deployment = "rook-ceph-osd-1";

    public override string Name => "ceph-osd-down";

    public override string Description => $"osd.{Osd} was stopped for work at its machine (Deployment {Namespace}/{Deployment} has 0 replicas) and not started again: its placement groups are degraded, and after 10 minutes Ceph puts it out and copies its data.";

    public override string Cure => $"Start it: Start-CephOsd {Osd}. Restarting Rook's operator does so too, since it then looks at every daemon.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(2);

    public override void Start(IWorldStore store) => Scale(store, Deployment, 0);

    public override bool IsBroken(IWorldStore store) => Ceph.Osds.ContainsKey(Osd) && IsScaledDown(store, Deployment);
}
