using K8sOps.Ceph;

namespace K8sOps.Completers;

/// <summary>Completes ids of crash reports, newest first.</summary>
public sealed class CephCrashCompleter : CephCompleter
{
    private protected override string What => "crashes";

    private protected override async Task<IEnumerable<Completion>> AskAsync(CephService ceph, OperationContext context, string cluster, CancellationToken cancellationToken)
        => (await ceph.GetCrashesAsync(null, newOnly: false, context, null, cancellationToken).ConfigureAwait(false)).OrderByDescending(r => r.Time).Take(MostNames).Select(r => new Completion(r.CrashId, $"{r.Daemon}{(r.Archived ? ", archived" : ", new")}"));
}
