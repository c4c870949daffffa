using System.Management.Automation;
using K8sOps.Kubernetes;
using K8sOps.Wire;

namespace K8sOps.Completers;

/// <summary>Completes names of one kind of object, by metadata alone.</summary>
public abstract class ObjectNameCompleter : NameCompleter
{
    /// <summary>More than anyone would read; it bounds what a Tab costs.</summary>
    private const int MostNames = 1000;

    internal abstract KubeResource Resource { get; }

    internal override string CacheKey(CompletionRequest request)
        => $"{Resource}|{string.Join(',', request.Clusters)}|{(Resource.IsNamespaced ? string.Join(',', request.Namespaces ?? []) : "")}";

    internal override async Task<IReadOnlyList<Completion>> AskAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var found = new List<Completion>();
        foreach (var name in request.Clusters)
        {
            var cluster = request.Session.Clusters.Open(name);
            foreach (var ns in Namespaces(request))
            {
                var options = new ListOptions { Namespace = ns, MetadataOnly = true, Limit = MostNames };
                await foreach (var o in cluster.Client.ListAsync(Resource, options, NameJson.Default.NamedObject, cancellationToken).ConfigureAwait(false))
                {
                    found.Add(new Completion(o.Metadata.Name, o.Metadata.Namespace is { } within ? $"{Resource.Kind} in {within} on {name}" : $"{Resource.Kind} on {name}"));
                }
            }
        }

        return [.. found.OrderBy(c => c.Text, StringComparer.Ordinal)];
    }

    /// <summary>The namespaces to list one by one; null stands for all of them, when none is named or one is a pattern.</summary>
    private IReadOnlyList<string?> Namespaces(CompletionRequest request)
        => Resource.IsNamespaced && request.Namespaces is { Length: > 0 } given && !given.Any(WildcardPattern.ContainsWildcardCharacters) ? given : (IReadOnlyList<string?>)[null];
}
