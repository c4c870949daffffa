using K8sOps.Runbooks.Runs;

namespace K8sOps.Completers;

/// <summary>Completes names of runbooks that have runs.</summary>
public sealed class RanRunbookCompleter : NameCompleter
{
    /// <summary>What stands around the runbook's name in a run's id: the time before it, four digits after it.</summary>
    private const int Before = 17;
    private const int After = 5;

    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
        => [.. new RunStore(RunStore.DefaultRoot()).List().Where(run => run.Length > Before + After)
            .GroupBy(run => run[Before..^After], StringComparer.Ordinal).Select(g => new Completion(g.Key, $"{g.Count()} runs"))];
}
