using K8sOps.Ceph;

namespace K8sOps.Completers;

/// <summary>Completes ids of placement groups: those in which something is amiss, or all where nothing is.</summary>
public sealed class CephPlacementGroupCompleter : CephCompleter
{
    private protected override string What => "placement groups";

    private protected override async Task<IEnumerable<Completion>> AskAsync(CephService ceph, OperationContext context, string cluster, CancellationToken cancellationToken)
    {
        var (bad, good) = (new List<Completion>(), new List<Completion>());
        await foreach (var group in ceph.ListPlacementGroupsAsync(new CephPlacementGroupQuery(), context, cancellationToken).ConfigureAwait(false))
        {
            var list = group.IsClean ? good : bad;
            if (list.Count < MostNames) list.Add(new Completion(group.PlacementGroup, $"{group.State} in {group.Pool}"));
            if (bad.Count == MostNames) break;
        }

        return bad.Count > 0 ? bad : good;
    }
}
