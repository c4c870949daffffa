using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>A bad cable: an OSD loses heartbeats, is marked down, ends, comes back, and so on.</summary>
internal sealed class CephOsdFlappingScenario(CephWorld ceph) : CephScenario(ceph)
{
    private const int Osd = 3;
    private const string Deployment = "rook-ceph-osd-3";

    public override string Name => "ceph-osd-flapping";

    public override string Description => $"Heartbeats of osd.{Osd} get lost on the way: it is marked down, ends, is restarted, and so on.";

    public override string Cure => $"Stop it (Stop-CephOsd {Osd}, with noout set so that nothing is moved), have the cable changed, which a colleague at the machine does while it has stood still for a minute, and start it (Start-CephOsd {Osd}). Restarting it alone does not help.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(12);

    public override void Start(IWorldStore store) => Ceph.LoseHeartbeats(Osd);

    public override bool IsBroken(IWorldStore store) => Ceph.Osds.ContainsKey(Osd) && (Ceph.FlappingOsd == Osd || IsScaledDown(store, Deployment));
}
