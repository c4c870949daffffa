using System.Globalization;
using K8sOps.Kube;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether the monitors stand on as many nodes as they can: with two on one node, the loss of that node can be the loss of the quorum.</summary>
internal sealed class CephMonitorSpreadCheck : CephCheck
{
    public override CheckInfo Info { get; } = Own("MON_SPREAD", "The monitors stand on different nodes", "Monitor out of quorum");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var places = CephPods.NodesOf(await view.Pods.ConfigureAwait(false), "rook-ceph-mon");
        if (places.Count == 0)
        {
            // The monitors of an external Ceph are not ours to place.
            if ((await view.ClusterObjectAsync().ConfigureAwait(false)).Flag("spec", "external", "enable")) return [];
            throw new OperationException("NotFound", OperationCategory.ObjectNotFound, await view.NamespaceAsync().ConfigureAwait(false), "Not known: no pod of a monitor stands on a node.", CommandText.Line("Get-K8sPod", view.Cluster.Context, ("Namespace", await view.NamespaceAsync().ConfigureAwait(false)), ("Name", "rook-ceph-mon-*")));
        }

        var nodes = await view.Nodes.ConfigureAwait(false);
        var used = places.Distinct(StringComparer.Ordinal).Count();
        var crowded = places.GroupBy(n => n, StringComparer.Ordinal).OrderByDescending(g => g.Count()).First();
        string? message = null;
        // Judged by what the cluster could do: on one node or two, nothing else is possible.
        if (used < Math.Min(places.Count, nodes)) message = string.Create(CultureInfo.InvariantCulture, $"{crowded.Count()} of {places.Count} monitors stand on {crowded.Key}, and {nodes - used} of {nodes} nodes have none{(crowded.Count() * 2 >= places.Count ? ": without that node there is no quorum" : "")}");
        else if (places.Count == 1 && nodes >= 3) message = string.Create(CultureInfo.InvariantCulture, $"there is one monitor, and there are {nodes} nodes: without it there is no quorum");
        else if (places.Count % 2 == 0) message = string.Create(CultureInfo.InvariantCulture, $"there are {places.Count} monitors: an even number bears no more losses than one less");
        if (message is null) return [];
        var cluster = await view.ClusterObjectAsync().ConfigureAwait(false);
        var finding = await FindingAsync(view, CheckStatus.Warn, "CephCluster", cluster.Text("metadata", "name"), message).ConfigureAwait(false);
        return [finding with { Remedy = Line(finding, "Get-CephMonitor"), Evidence = [.. places.GroupBy(n => n, StringComparer.Ordinal).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}: {g.Count()}"))] }];
    }
}
