namespace K8sOps.Completers;

/// <summary>Completes alerts that runbooks treat.</summary>
public sealed class AlertCompleter : RunbookCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
        => [.. Runbooks(request).SelectMany(r => r.Symptoms).SelectMany(s => s.Alerts.Select(a => new Completion(a, $"{s.Runbook}: {s.Name}"))).OrderBy(c => c.Text, StringComparer.OrdinalIgnoreCase)];
}
