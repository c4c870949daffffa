using K8sOps.Ceph;

namespace K8sOps.Completers;

/// <summary>Completes what only Ceph knows: it is asked as the commands ask it.</summary>
public abstract class CephCompleter : NameCompleter
{
    /// <summary>More than anyone would read; it bounds what a Tab costs.</summary>
    private protected const int MostNames = 1000;

    /// <summary>What is asked for, in the cache's key.</summary>
    private protected abstract string What { get; }

    internal override string? CacheKey(CompletionRequest request) => $"ceph {What}|{string.Join(',', request.Clusters)}|{string.Join(',', request.Namespaces ?? [])}";

    internal override async Task<IReadOnlyList<Completion>> AskAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var found = new List<Completion>();
        var context = new OperationContext("TabExpansion", SilentSink.Instance);
        foreach (var name in request.Clusters)
        {
            found.AddRange(await AskAsync(new CephService(request.Session.Clusters.Open(name), request.Namespaces is [var only] ? only : null), context, name, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    private protected abstract Task<IEnumerable<Completion>> AskAsync(CephService ceph, OperationContext context, string cluster, CancellationToken cancellationToken);
}
