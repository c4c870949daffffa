using K8sOps.Ceph;

namespace K8sOps.Completers;

/// <summary>Completes what flags are set on now: the cluster, an OSD, a host, a device class.</summary>
public sealed class CephFlagScopeCompleter : CephCompleter
{
    private protected override string What => "flag scopes";

    private protected override async Task<IEnumerable<Completion>> AskAsync(CephService ceph, OperationContext context, string cluster, CancellationToken cancellationToken)
        => (await ceph.GetFlagsAsync(null, context, null, cancellationToken).ConfigureAwait(false)).GroupBy(f => f.Scope, f => f.Flag).Select(s => new Completion(s.Key, $"{string.Join(", ", s)} on {cluster}"));
}
