using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>noout was set for a maintenance that is long over.</summary>
internal sealed class CephNooutForgottenScenario(CephWorld ceph) : CephScenario(ceph)
{
    public override string Name => "ceph-noout-forgotten";

    public override string Description => "The flag noout was set for a maintenance that is over: an OSD that is lost now is not put out, and its data stays without a copy.";

    public override string Cure => "Take it back: Clear-CephFlag noout.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(2);

    public override void Start(IWorldStore store)
    {
        Ceph.Settle();
        Ceph.SetFlag("noout");
    }

    public override bool IsBroken(IWorldStore store) => Ceph.Flags.Contains("noout");
}
