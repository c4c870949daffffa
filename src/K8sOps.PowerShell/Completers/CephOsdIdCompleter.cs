using System.Globalization;
using K8sOps.Ceph;

namespace K8sOps.Completers;

/// <summary>Completes numbers of OSDs, with where they are and whether they run.</summary>
public sealed class CephOsdIdCompleter : CephCompleter
{
    private protected override string What => "osds";

    private protected override async Task<IEnumerable<Completion>> AskAsync(CephService ceph, OperationContext context, string cluster, CancellationToken cancellationToken)
        => (await ceph.GetOsdPlacesAsync(context, cancellationToken).ConfigureAwait(false)).Select(o => new Completion(o.OsdId.ToString(CultureInfo.InvariantCulture), $"{o.Daemon} on {o.Node ?? "no host"}: {o.StateText}"));
}
