using System.Management.Automation;
using K8sOps.Kubernetes;
using K8sOps.Wire;

namespace K8sOps.Completers;

/// <summary>Completes names of objects of the kinds that the command line tells, by metadata alone.</summary>
public abstract class LiveNameCompleter : NameCompleter
{
    /// <summary>More than anyone would read; it bounds what a Tab costs.</summary>
    private const int MostNames = 1000;

    /// <summary>What the command line says of the kind; null where it says nothing yet.</summary>
    internal abstract string? KindOf(CompletionRequest request);

    /// <summary>The kinds to list.</summary>
    internal abstract Task<IReadOnlyList<KubeResource>> ResourcesAsync(Cluster cluster, CompletionRequest request, CancellationToken cancellationToken);

    internal override string? CacheKey(CompletionRequest request)
        => KindOf(request) is { } kind ? $"{kind}|{string.Join(',', request.Clusters)}|{string.Join(',', request.Namespaces ?? [])}" : null;

    internal override async Task<IReadOnlyList<Completion>> AskAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var found = new List<Completion>();
        foreach (var name in request.Clusters)
        {
            var cluster = request.Session.Clusters.Open(name);
            foreach (var resource in await ResourcesAsync(cluster, request, cancellationToken).ConfigureAwait(false))
            {
                // One kind of several may not be installed; the others have names all the same.
                try
                {
                    await AskAsync(cluster, name, resource, request, found, cancellationToken).ConfigureAwait(false);
                }
                catch (KubeApiException e) when (e is { StatusCode: 404, HasStatus: false })
                {
                    continue;
                }
            }
        }

        return [.. found.OrderBy(c => c.Text, StringComparer.Ordinal)];
    }

    private static async Task AskAsync(Cluster cluster, string name, KubeResource resource, CompletionRequest request, List<Completion> found, CancellationToken cancellationToken)
    {
        foreach (var ns in Namespaces(resource, request))
        {
            var options = new ListOptions { Namespace = ns, MetadataOnly = true, Limit = MostNames };
            await foreach (var o in cluster.Client.ListAsync(resource, options, NameJson.Default.NamedObject, cancellationToken).ConfigureAwait(false))
            {
                found.Add(new Completion(o.Metadata.Name, o.Metadata.Namespace is { } within ? $"{resource.Kind} in {within} on {name}" : $"{resource.Kind} on {name}"));
            }
        }
    }

    /// <summary>The namespaces to list one by one; null stands for all of them, when none is named or one is a pattern.</summary>
    private static IReadOnlyList<string?> Namespaces(KubeResource resource, CompletionRequest request)
        => resource.IsNamespaced && request.Namespaces is { Length: > 0 } given && !given.Any(WildcardPattern.ContainsWildcardCharacters) ? given : (IReadOnlyList<string?>)[null];
}
