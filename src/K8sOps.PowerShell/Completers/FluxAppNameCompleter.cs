using K8sOps.Flux;
using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes names of Kustomizations and HelmReleases: of the kind that stands on the line (where it is a source's, of that), else of both.</summary>
public sealed class FluxAppNameCompleter : LiveNameCompleter
{
    internal override string KindOf(CompletionRequest request) => "flux apps " + string.Join(',', request.Values("Kind") ?? []);

    internal override Task<IReadOnlyList<KubeResource>> ResourcesAsync(Cluster cluster, CompletionRequest request, CancellationToken cancellationToken)
        => Task.FromResult(request.Values("Kind") is { Length: > 0 } kinds ? [.. kinds.Select(k => FluxKinds.Find(k, [.. FluxKinds.Apps, .. FluxKinds.Sources])).OfType<KubeResource>()] : FluxKinds.Apps);
}
