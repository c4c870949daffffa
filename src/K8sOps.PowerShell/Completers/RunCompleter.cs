using K8sOps.Runbooks.Runs;

namespace K8sOps.Completers;

/// <summary>Completes ids of runs, the newest first.</summary>
public sealed class RunCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request)
        => [.. new RunStore(RunStore.DefaultRoot()).List().Select(run => new Completion(run, run))];
}
