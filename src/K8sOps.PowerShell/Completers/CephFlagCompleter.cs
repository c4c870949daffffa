using K8sOps.Ceph;

namespace K8sOps.Completers;

/// <summary>Completes flags of a Ceph cluster, with what they do; no cluster is asked.</summary>
public sealed class CephFlagCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request) => [.. CephFlags.Known.Select(f => new Completion(f.Key, f.Value))];
}
