using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes names of objects of the kinds that stand before on the line.</summary>
public sealed class ResourceNameCompleter : LiveNameCompleter
{
    internal override string? KindOf(CompletionRequest request) => request.Values("Kind") is { Length: > 0 } kinds ? string.Join(',', kinds) : null;

    internal override async Task<IReadOnlyList<KubeResource>> ResourcesAsync(Cluster cluster, CompletionRequest request, CancellationToken cancellationToken)
    {
        var found = new List<KubeResource>();
        foreach (var kind in request.Values("Kind") ?? [])
        {
            if (await cluster.Client.Discovery.FindAsync(kind, cancellationToken).ConfigureAwait(false) is { } api) found.Add(api.Resource);
        }

        return found;
    }
}
