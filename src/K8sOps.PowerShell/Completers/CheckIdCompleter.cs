namespace K8sOps.Completers;

/// <summary>Completes ids of checks.</summary>
public sealed class CheckIdCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
        => [.. Systems.All.Where(s => SystemOf(request.Command) is not { } only || s.Name == only).SelectMany(s => s.Checks).Select(c => new Completion(c.Id, c.Title))];

    private static string? SystemOf(string? command) => command switch
    {
        "Test-K8sCluster" => "Kubernetes",
        "Test-Flux" => "Flux",
        "Invoke-CephHealth" => "Rook-Ceph",
        _ => null,
    };
}
