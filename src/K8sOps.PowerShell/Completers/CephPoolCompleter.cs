using K8sOps.Ceph;

namespace K8sOps.Completers;

/// <summary>Completes names of pools.</summary>
public sealed class CephPoolCompleter : CephCompleter
{
    private protected override string What => "pools";

    private protected override async Task<IEnumerable<Completion>> AskAsync(CephService ceph, OperationContext context, string cluster, CancellationToken cancellationToken)
        => (await ceph.GetPoolNamesAsync(context, cancellationToken).ConfigureAwait(false)).Order(StringComparer.Ordinal).Select(p => new Completion(p, $"Pool on {cluster}"));
}
