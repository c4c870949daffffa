namespace K8sOps.Completers;

/// <summary>Completes symptoms of runbooks.</summary>
public sealed class SymptomCompleter : RunbookCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
        => [.. Runbooks(request).SelectMany(r => r.Symptoms).Select(s => new Completion(s.Name, s.Indicators.Count > 0 ? s.Indicators[0] : s.Name))];
}
