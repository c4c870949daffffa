using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>The clock of a monitor's machine is off.</summary>
internal sealed class CephClockSkewScenario(CephWorld ceph) : CephScenario(ceph)
{
    private const string Monitor = "c";

    public override string Name => "ceph-clock-skew";

    public override string Description => $"The clock of the machine under mon.{Monitor} is 0.4 seconds ahead: its time service has lost its servers.";

    public override string Cure => "Give the machine its time servers back: no API of the cluster reaches its clock, so setting spec.active of this scenario to false stands for the operator who does it. Restarting the monitor does not help.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(2);

    public override void Start(IWorldStore store) => Set(0.39817017485083006);

    public override void TurnOff(IWorldStore store) => Set(0);

    public override bool IsBroken(IWorldStore store) => Ceph.Monitors.Exists(static monitor => monitor.Skew != 0);

    private void Set(double skew)
    {
        if (Ceph.Monitors.Find(static monitor => monitor.Name == Monitor) is { } found) found.Skew = skew;
    }
}
