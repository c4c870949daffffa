using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Completers;

/// <summary>Completes names of workloads: of the kind that stands on the line, else of all that roll out.</summary>
public sealed class WorkloadNameCompleter : LiveNameCompleter
{
    internal override string KindOf(CompletionRequest request) => "workloads " + string.Join(',', request.Values("Kind") ?? []);

    internal override Task<IReadOnlyList<KubeResource>> ResourcesAsync(Cluster cluster, CompletionRequest request, CancellationToken cancellationToken)
        => Task.FromResult(request.Values("Kind") is { Length: > 0 } kinds ? [.. kinds.Select(WorkloadKinds.Find).OfType<KubeResource>()] : WorkloadKinds.RollingOut);
}
