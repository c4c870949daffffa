using K8sOps.Flux;

namespace K8sOps.Completers;

/// <summary>Completes the kinds of Flux's apps.</summary>
public sealed class FluxAppKindCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request) => [.. FluxKinds.Apps.Select(k => new Completion(k.Kind, "a kind of app of Flux"))];
}
