namespace K8sOps.Completers;

/// <summary>Completes nothing, on purpose: without a completer PowerShell would offer the files of the current folder.</summary>
public sealed class NothingCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request) => [];
}
