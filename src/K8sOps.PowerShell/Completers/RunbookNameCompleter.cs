using K8sOps.Runbooks;

namespace K8sOps.Completers;

/// <summary>Completes names of runbooks.</summary>
public sealed class RunbookNameCompleter : RunbookCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
        => [.. Runbooks(request with { Bound = request.Values("Path") is { } paths ? new System.Collections.Hashtable { ["Path"] = paths } : new System.Collections.Hashtable() }).Select(r => new Completion(r.Name, r.Synopsis.Length > 0 ? r.Synopsis : r.Title))];
}
