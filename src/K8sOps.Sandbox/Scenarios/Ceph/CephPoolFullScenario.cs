using K8sOps.Sandbox.Simulators.Ceph;

namespace K8sOps.Sandbox.Scenarios.Ceph;

/// <summary>A pool has reached its quota.</summary>
internal sealed class CephPoolFullScenario(CephWorld ceph) : CephScenario(ceph)
{
    private const string Pool = "ceph-archive";
    private const long Quota = 64L << 30;

    public override string Name => "ceph-pool-full";

    public override string Description => $"The pool {Pool} has reached its quota of 64 GiB: whoever writes to it waits.";

    public override string Cure => $"Raise the quota where it is kept, in the CephBlockPool (Resize-CephPool {Pool} -MaxBytes 128Gi), or delete data.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(2);

    public override void Start(IWorldStore store)
    {
        if (Ceph.Pool(Pool) is not { } pool) return;
        pool.QuotaBytes = Quota;
        Fill(pool, Quota + (12L << 20));
    }

    public override void TurnOff(IWorldStore store)
    {
        if (Ceph.Pool(Pool) is { IsOverQuota: true } pool) Fill(pool, 36L << 30);
    }

    public override bool IsBroken(IWorldStore store) => Ceph.Pool(Pool) is { IsOverQuota: true };

    private void Fill(CephPool pool, long bytes)
    {
        pool.StoredBytes = bytes;
        pool.Objects = bytes / (4L << 20);
        Ceph.Settle();
        Ceph.Touch();
    }
}
