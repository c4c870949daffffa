using K8sOps.Flux;

namespace K8sOps.Completers;

/// <summary>Completes the kinds of Flux's apps and sources.</summary>
public sealed class FluxKindCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
        => [.. FluxKinds.Apps.Select(k => new Completion(k.Kind, "a kind of app of Flux")), .. FluxKinds.Sources.Select(k => new Completion(k.Kind, "a kind of source of Flux"))];
}
