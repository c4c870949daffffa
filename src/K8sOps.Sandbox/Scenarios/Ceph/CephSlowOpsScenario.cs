using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>An OSD's process has come to answer slowly.</summary>
internal sealed class CephSlowOpsScenario(CephWorld ceph) : CephScenario(ceph)
{
    private const int Osd = 2;

    public override string Name => "ceph-slow-ops";

    public override string Description => $"The process of osd.{Osd} has come to answer slowly: requests of clients wait for it.";

    public override string Cure => $"Restart it: Restart-CephDaemon osd.{Osd}. Stopping it helps the clients too.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(2);

    public override void Start(IWorldStore store) => Ceph.SlowDown(Osd);

    public override bool IsBroken(IWorldStore store) => Ceph.SlowOsd is not null;
}
