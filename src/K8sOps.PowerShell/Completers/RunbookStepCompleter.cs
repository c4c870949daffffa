using System.Globalization;

namespace K8sOps.Completers;

/// <summary>Completes numbers of steps: those of the procedure that the command names, else those of the diagnosis. The title is what is said of it.</summary>
public sealed class RunbookStepCompleter : RunbookCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
    {
        var procedures = NamePattern.All(request.Values("Procedure"));
        var runbooks = Runbooks(request);
        var steps = procedures.Count == 0 ? runbooks.SelectMany(r => r.Diagnosis) : runbooks.SelectMany(r => r.Procedures).Where(p => procedures.Any(n => n.IsMatch(p.Name))).SelectMany(p => p.Steps);
        return [.. steps.Select(s => new Completion(s.Number.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{s.Number}. {s.Title}")))];
    }
}
