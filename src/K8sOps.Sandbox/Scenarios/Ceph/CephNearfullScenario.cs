using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>One OSD of a host has most of the host's data, since the other was given a small share long ago.</summary>
internal sealed class CephNearfullScenario(CephWorld ceph) : CephScenario(ceph)
{
    private const int Light = 1;
    private const double Share = 0.5;
    private const long Grown = 299L << 30;
    private const string Pool = "ceph-blockpool";
    private long before;

    public override string Name => "ceph-nearfull";

    public override string Description => $"{Pool} has grown, and since osd.{Light} was once given a weight of {Share.ToString(System.Globalization.CultureInfo.InvariantCulture)} and never its own again, the other OSD of its host is nearly full.";

    public override string Cure => $"Give the full OSD a smaller share (Set-CephOsd -Reweight 0.9), or osd.{Light} its own again (Set-CephOsd {Light} -Reweight 1), and let the data move. Higher ratios only hide it.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(2);

    public override void Start(IWorldStore store)
    {
        if (Ceph.Pool(Pool) is not { } pool || !Ceph.Osds.TryGetValue(Light, out var osd)) return;
        before = pool.StoredBytes;
        pool.StoredBytes = Grown;
        pool.Objects = Grown / (4L << 20);
        osd.Weight = Share;
        Ceph.PlaceAll();
    }

    public override void TurnOff(IWorldStore store)
    {
        if (Ceph.Pool(Pool) is not { } pool || before == 0) return;
        pool.StoredBytes = before;
        pool.Objects = before / (4L << 20);
        Ceph.PlaceAll();
    }

    public override bool IsBroken(IWorldStore store) => Ceph.Osds.Values.Any(osd => osd.IsIn && Ceph.PlacedBytes(osd) >= 0.85 * osd.Bytes);
}
