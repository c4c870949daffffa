using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes names of nodes where <c>-Node</c> stands on the line, else of pods.</summary>
public sealed class UsageNameCompleter : LiveNameCompleter
{
    internal override string KindOf(CompletionRequest request) => Resource(request).QualifiedName;

    internal override Task<IReadOnlyList<KubeResource>> ResourcesAsync(Cluster cluster, CompletionRequest request, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<KubeResource>>([Resource(request)]);

    private static KubeResource Resource(CompletionRequest request) => request.Values("Node") is null ? KubeResources.Pods : KubeResources.Nodes;
}
