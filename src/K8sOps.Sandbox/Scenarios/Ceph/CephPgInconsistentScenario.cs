using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>A deep scrub found that a copy of an object differs from the others.</summary>
internal sealed class CephPgInconsistentScenario(CephWorld ceph) : CephScenario(ceph)
{
    private const string Group = "2.b";

    public override string Name => "ceph-pg-inconsistent";

    public override string Description => $"A deep scrub found two errors in one copy of placement group {Group}.";

    public override string Cure => $"Repair it: Repair-CephPlacementGroup {Group}. Another scrub only finds the same again.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(2);

    public override void Start(IWorldStore store)
    {
        if (Ceph.Groups.Find(static group => group.Id == Group) is not { } found) return;
        Ceph.Settle();
        found.ScrubErrors = 2;
        found.DamagedOsd = found.Acting[^1];
        found.LastScrub = found.LastDeepScrub = Ceph.Now;
        Ceph.Touch();
    }

    public override bool IsBroken(IWorldStore store)
    {
        Ceph.Settle();
        return Ceph.Groups.Exists(static group => group.ScrubErrors > 0);
    }
}
