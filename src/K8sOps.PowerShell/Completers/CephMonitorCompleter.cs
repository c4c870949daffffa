using K8sOps.Ceph;

namespace K8sOps.Completers;

/// <summary>Completes names of monitors.</summary>
public sealed class CephMonitorCompleter : CephCompleter
{
    private protected override string What => "monitors";

    private protected override async Task<IEnumerable<Completion>> AskAsync(CephService ceph, OperationContext context, string cluster, CancellationToken cancellationToken)
        => (await ceph.GetMonitorsAsync(null, context, null, cancellationToken).ConfigureAwait(false)).Select(m => new Completion(m.Monitor, $"{m.Daemon} on {m.Node ?? "no node"}{(m.InQuorum ? m.Leader ? ", leads" : "" : ", not in quorum")}"));
}
