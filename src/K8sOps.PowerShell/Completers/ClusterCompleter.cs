using K8sOps.Engine;

namespace K8sOps.Completers;

/// <summary>Completes contexts of the kubeconfig and sandboxes; asks no server.</summary>
public sealed class ClusterCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
    {
        var resolver = request.Session.Clusters;
        return [.. resolver.Names.Select(n => new Completion(n, SandboxWorlds.Has(n) ? "a simulated platform in this process" : "kubeconfig context"))];
    }
}
