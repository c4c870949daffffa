using K8sOps.Ceph;

namespace K8sOps.Completers;

/// <summary>Completes names of daemons, such as <c>osd.3</c> and <c>mon.a</c>.</summary>
public sealed class CephDaemonCompleter : CephCompleter
{
    private protected override string What => "daemons";

    private protected override async Task<IEnumerable<Completion>> AskAsync(CephService ceph, OperationContext context, string cluster, CancellationToken cancellationToken)
        => (await ceph.GetDaemonNamesAsync(context, cancellationToken).ConfigureAwait(false)).Select(d => new Completion(d, $"Daemon on {cluster}"));
}
