using K8sOps.Ceph;
using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes namespaces that have a CephCluster.</summary>
public sealed class CephNamespaceCompleter : NameCompleter
{
    internal override string? CacheKey(CompletionRequest request) => $"ceph namespaces|{string.Join(',', request.Clusters)}";

    internal override async Task<IReadOnlyList<Completion>> AskAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var found = new List<Completion>();
        foreach (var name in request.Clusters)
        {
            await foreach (var cluster in request.Session.Clusters.Open(name).Client.ListAsync(CephKinds.Clusters, ListOptions.All, Wire.NameJson.Default.NamedObject, cancellationToken).ConfigureAwait(false))
            {
                found.Add(new Completion(cluster.Metadata.Namespace ?? "", $"CephCluster {cluster.Metadata.Name} on {name}"));
            }
        }

        return found;
    }
}
