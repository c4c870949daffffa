using K8sOps.Flux;
using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes names of apps and sources of Flux: of the kinds that stand on the line, else of all.</summary>
public sealed class FluxObjectNameCompleter : LiveNameCompleter
{
    internal override string KindOf(CompletionRequest request) => "flux objects " + string.Join(',', request.Values("Kind") ?? []);

    internal override Task<IReadOnlyList<KubeResource>> ResourcesAsync(Cluster cluster, CompletionRequest request, CancellationToken cancellationToken)
        => Task.FromResult(request.Values("Kind") is { Length: > 0 } kinds ? [.. kinds.Select(k => FluxKinds.Find(k, FluxKinds.All)).OfType<KubeResource>()] : FluxKinds.All);
}
