using K8sOps.Kubernetes;
using K8sOps.Wire;

namespace K8sOps.Completers;

/// <summary>Completes names of Flux's controllers: the Deployments that bear its label.</summary>
public sealed class FluxControllerNameCompleter : NameCompleter
{
    internal override string CacheKey(CompletionRequest request) => $"flux controllers|{string.Join(',', request.Clusters)}";

    internal override async Task<IReadOnlyList<Completion>> AskAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var found = new List<Completion>();
        foreach (var name in request.Clusters)
        {
            var options = new ListOptions { LabelSelector = "app.kubernetes.io/part-of=flux", MetadataOnly = true };
            await foreach (var o in request.Session.Clusters.Open(name).Client.ListAsync(KubeResources.Deployments, options, NameJson.Default.NamedObject, cancellationToken).ConfigureAwait(false))
            {
                found.Add(new Completion(o.Metadata.Name, $"a controller of Flux on {name}"));
            }
        }

        return [.. found.OrderBy(c => c.Text, StringComparer.Ordinal)];
    }
}
