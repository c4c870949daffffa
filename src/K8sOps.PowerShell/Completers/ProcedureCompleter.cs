namespace K8sOps.Completers;

/// <summary>Completes procedures of the runbook that the command names.</summary>
public sealed class ProcedureCompleter : RunbookCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
        => [.. Runbooks(request).SelectMany(r => r.Procedures).Select(p => new Completion(p.Name, p.WhenToUse.Length > 0 ? p.WhenToUse : p.Name))];
}
