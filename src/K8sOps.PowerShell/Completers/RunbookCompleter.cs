using K8sOps.Runbooks;

namespace K8sOps.Completers;

/// <summary>Completes what stands in runbooks; asks no server.</summary>
public abstract class RunbookCompleter : NameCompleter
{
    /// <summary>The runbooks that the command names so far, else all.</summary>
    internal static IReadOnlyList<Runbook> Runbooks(CompletionRequest request)
    {
        var names = request.Values("Runbook") ?? (request.Command is "Invoke-Runbook" or "Get-RunbookStep" or "Get-Runbook" or "Test-Runbook" or "Export-RunbookScript" ? request.Values("Name") : null);
        var library = RunbookPlaces.Silent(request.Command == "Export-RunbookScript" ? null : request.Values("Path"));
        return [.. library.Find(NamePattern.All(names), []).Select(r => r.Runbook)];
    }
}
