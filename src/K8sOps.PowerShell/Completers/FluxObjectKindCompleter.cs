using K8sOps.Flux;

namespace K8sOps.Completers;

/// <summary>Completes the kinds of Flux's objects: apps, sources, and those that only tell of themselves.</summary>
public sealed class FluxObjectKindCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
        => [.. FluxKinds.All.Select(k => k.Kind).Concat(FluxKinds.Others).Select(k => new Completion(k, "a kind of Flux"))];
}
