using K8sOps.Kube;

namespace K8sOps.Completers;

/// <summary>Completes the kinds of workload.</summary>
public sealed class WorkloadKindCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
        => [.. (request.Command.StartsWith("Get-K8sWorkload", StringComparison.OrdinalIgnoreCase) ? WorkloadKinds.Names : WorkloadKinds.RollingOut.Select(k => k.Kind)).Select(k => new Completion(k, "a kind of workload"))];
}
