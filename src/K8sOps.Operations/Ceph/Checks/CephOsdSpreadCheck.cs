using System.Globalization;
using K8sOps.Kube;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether the OSDs stand on enough nodes that the copies of the largest pool can lie on different ones.</summary>
internal sealed class CephOsdSpreadCheck : CephCheck
{
    public override CheckInfo Info { get; } = Own("OSD_SPREAD", "The OSDs stand on enough nodes", "Pool at risk");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var osds = await view.Osds.ConfigureAwait(false);
        var pools = await view.Pools.ConfigureAwait(false);
        if (osds.Count == 0 || pools.Count == 0) return [];
        var hosts = osds.Where(o => o is { In: true, Node: not null }).Select(o => o.Node!).Distinct(StringComparer.Ordinal).ToList();
        var nodes = await view.Nodes.ConfigureAwait(false);
        var found = new List<CheckResult>();
        foreach (var pool in pools.Where(p => hosts.Count < Math.Min(p.Replicas, nodes)))
        {
            var finding = await FindingAsync(view, CheckStatus.Warn, "CephPool", pool.Pool,
                string.Create(CultureInfo.InvariantCulture, $"keeps {pool.Replicas} {(pool.Type == CephPoolType.Erasure ? "pieces" : "copies")}, and OSDs stand on {hosts.Count} of {nodes} nodes: not every one lies on a node of its own")).ConfigureAwait(false);
            found.Add(finding with { Remedy = Line(finding, "Get-CephOsd"), Parameters = Parameters(("Namespace", finding.Namespace!), ("Pool", pool.Pool)), Evidence = hosts });
        }

        return found;
    }
}
