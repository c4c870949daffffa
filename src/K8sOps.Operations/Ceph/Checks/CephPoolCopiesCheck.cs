using System.Globalization;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether a pool bears the loss of a copy: HEALTH_OK says nothing of that.</summary>
internal sealed class CephPoolCopiesCheck : CephCheck
{
    public override CheckInfo Info { get; } = Own("POOL_MIN_SIZE", "Every pool bears the loss of a copy", "Pool at risk");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var found = new List<CheckResult>();
        foreach (var pool in await view.Pools.ConfigureAwait(false))
        {
            if (Trouble(pool) is not { } trouble) continue;
            var finding = await FindingAsync(view, CheckStatus.Warn, "CephPool", pool.Pool, trouble).ConfigureAwait(false);
            found.Add(finding with
            {
                Remedy = Line(finding, "Get-CephPool", "Pool", pool.Pool),
                Parameters = Parameters(("Namespace", finding.Namespace!), ("Pool", pool.Pool)),
                Evidence = [string.Create(CultureInfo.InvariantCulture, $"size {pool.Replicas}, min_size {pool.MinReplicas}, {pool.Type}{(pool.Managed is null ? "" : ", of " + pool.Managed)}")],
            });
        }

        return found;
    }

    private static string? Trouble(CephPool pool) => pool switch
    {
        { Replicas: <= 0 } => null,
        { Replicas: 1 } => "has a single copy of everything: the loss of one disk is the loss of data",
        { Type: CephPoolType.Replicated, MinReplicas: 1 } => string.Create(CultureInfo.InvariantCulture, $"takes writes with one copy left of {pool.Replicas}: what is written then is lost with that disk"),
        _ when pool.MinReplicas >= pool.Replicas => string.Create(CultureInfo.InvariantCulture, $"serves nobody as soon as one of its {pool.Replicas} copies is away: min_size is {pool.MinReplicas}"),
        _ => null,
    };
}
