using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>A monitor hangs: its pod runs, and it is out of the quorum.</summary>
internal sealed class CephMonDownScenario(CephWorld ceph) : CephScenario(ceph)
{
    private const string Monitor = "c";

    public override string Name => "ceph-mon-down";

    public override string Description => $"mon.{Monitor} hangs: its pod runs and is ready, and it is out of the quorum. There is no fourth node that Rook could make another one on.";

    public override string Cure => $"Restart it: Restart-CephDaemon mon.{Monitor}, or delete its pod.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(2);

    public override void Start(IWorldStore store)
    {
        if (Ceph.Monitors.Find(static monitor => monitor.Name == Monitor) is { } found) Ceph.Hang(found);
    }

    public override bool IsBroken(IWorldStore store) => Ceph.Monitors.Exists(static monitor => monitor.Name == Monitor && !monitor.IsWell);
}
