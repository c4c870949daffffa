using K8sOps.Kube;

namespace K8sOps.Completers;

/// <summary>Completes names of the module's commands; asks no server.</summary>
public sealed class CommandNameCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request) => [.. CommandPermission.Commands.Select(c => new Completion(c, "a command of K8sOps"))];
}
