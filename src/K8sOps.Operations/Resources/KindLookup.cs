using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>From a kind's name, as people and manifests write it, to what the server serves.</summary>
internal static class KindLookup
{
    /// <summary>The kind that a person named; one that was installed a moment ago is found too.</summary>
    /// <exception cref="OperationException"><c>KindNotServed</c>, and what the cluster refuses.</exception>
    public static async Task<ApiResource> FindAsync(Cluster cluster, string kind, string? apiVersion, CancellationToken cancellationToken)
    {
        for (var isSecondTry = false; ; isSecondTry = true)
        {
            var found = apiVersion is { Length: > 0 }
                ? await OfVersionAsync(cluster, kind, apiVersion, cancellationToken).ConfigureAwait(false)
                : await Asking.For(cluster.Client.Discovery.FindAsync(kind, cancellationToken), cluster, "find the kind " + kind, kind).ConfigureAwait(false);
            if (found is not null) return found;
            if (isSecondTry) throw await NotServedAsync(cluster, kind, apiVersion, cancellationToken).ConfigureAwait(false);

            // What the server serves is remembered for minutes, and a definition may have come since.
            cluster.Client.Discovery.Invalidate();
        }
    }

    private static async Task<ApiResource?> OfVersionAsync(Cluster cluster, string kind, string apiVersion, CancellationToken cancellationToken)
    {
        var all = await Asking.For(cluster.Client.Discovery.ResourcesAsync(cancellationToken), cluster, "find the kind " + kind, kind).ConfigureAwait(false);
        return all.FirstOrDefault(r => r.Resource.ApiVersion == apiVersion
            && (string.Equals(r.Resource.Kind, kind, StringComparison.OrdinalIgnoreCase) || string.Equals(r.Resource.Plural, kind, StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task<OperationException> NotServedAsync(Cluster cluster, string kind, string? apiVersion, CancellationToken cancellationToken)
    {
        var word = kind.Split('.')[0];
        var all = await Asking.For(cluster.Client.Discovery.ResourcesAsync(cancellationToken), cluster, "find the kind " + kind, kind).ConfigureAwait(false);
        var near = all.Where(r => r.IsPreferred && (r.Resource.Plural.Contains(word, StringComparison.OrdinalIgnoreCase) || r.Resource.Kind.Contains(word, StringComparison.OrdinalIgnoreCase)
                || word.StartsWith(r.Resource.Kind, StringComparison.OrdinalIgnoreCase)))
            .Select(r => r.Resource.QualifiedName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(5).ToList();
        var name = apiVersion is null ? kind : $"{apiVersion} {kind}";
        return new OperationException("KindNotServed", OperationCategory.ObjectNotFound, name,
            $"Cannot find the kind {name} on {cluster.Context}: the cluster serves none of that name.",
            near.Count > 0 ? $"There is {string.Join(", ", near)}." : "Check the name (Tab completes it), and whether its CustomResourceDefinition is installed: Get-K8sResource crd" + CommandText.Cluster(cluster));
    }
}
