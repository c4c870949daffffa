using K8sOps.Flux;

namespace K8sOps.Completers;

/// <summary>Completes the kinds of Flux's sources.</summary>
public sealed class FluxSourceKindCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request) => [.. FluxKinds.Sources.Select(k => new Completion(k.Kind, "a kind of source of Flux"))];
}
