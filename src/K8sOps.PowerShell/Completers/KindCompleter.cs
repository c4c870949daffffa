namespace K8sOps.Completers;

/// <summary>Completes the kinds that the cluster serves: by their plural, with the group behind it where several groups have one of that name.</summary>
public sealed class KindCompleter : NameCompleter
{
    internal override string CacheKey(CompletionRequest request) => $"kinds|{string.Join(',', request.Clusters)}";

    internal override async Task<IReadOnlyList<Completion>> AskAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var found = new List<Completion>();
        foreach (var name in request.Clusters)
        {
            var served = await request.Session.Clusters.Open(name).Client.Discovery.ResourcesAsync(cancellationToken).ConfigureAwait(false);
            foreach (var kinds in served.Where(r => r.IsPreferred).GroupBy(r => r.Resource.Plural, StringComparer.Ordinal))
            {
                // The first is the one that the bare word means.
                found.AddRange(kinds.Select((r, i) => new Completion(i == 0 ? r.Resource.Plural : r.Resource.QualifiedName,
                    $"{r.Resource.Kind} ({r.Resource.ApiVersion}){(r.ShortNames.Count == 0 ? "" : ", short " + string.Join(", ", r.ShortNames))}")));
            }
        }

        return [.. found.DistinctBy(c => c.Text).OrderBy(c => c.Text, StringComparer.Ordinal)];
    }
}
