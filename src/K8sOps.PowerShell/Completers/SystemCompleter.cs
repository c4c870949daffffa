namespace K8sOps.Completers;

/// <summary>Completes names of systems.</summary>
public sealed class SystemCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
        => [.. Systems.All.Select(s => new Completion(s.Name, $"{s.Checks.Count} checks"))];
}
