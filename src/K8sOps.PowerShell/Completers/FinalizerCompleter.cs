using K8sOps.Kube;

namespace K8sOps.Completers;

/// <summary>Completes finalizers: those that hold namespaces which were deleted.</summary>
public sealed class FinalizerCompleter : NameCompleter
{
    internal override string? CacheKey(CompletionRequest request) => $"finalizers|{string.Join(',', request.Clusters)}|{string.Join(',', request.Namespaces ?? [])}";

    internal override async Task<IReadOnlyList<Completion>> AskAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var found = new List<Completion>();
        foreach (var name in request.Clusters)
        {
            var held = await NamespaceFinalizers.ListAsync(request.Session.Clusters.Open(name), cancellationToken).ConfigureAwait(false);
            found.AddRange(held.Where(h => request.Namespaces is not { Length: > 0 } given || given.Contains(h.Namespace, StringComparer.OrdinalIgnoreCase)).Select(h => new Completion(h.Finalizer, $"holds namespace {h.Namespace} on {name}")));
        }

        return found;
    }
}
