namespace K8sOps.Completers;

/// <summary>Completes ids of checks.</summary>
public sealed class CheckIdCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
        => [.. Systems.All.Where(s => request.Command != "Test-K8sCluster" || s.Name == "Kubernetes").SelectMany(s => s.Checks).Select(c => new Completion(c.Id, c.Title))];
}
