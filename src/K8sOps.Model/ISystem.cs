namespace K8sOps;

/// <summary>
/// A system of a platform (Kubernetes itself, Flux, Rook-Ceph …): how to tell that it is installed, and what is checked.
/// One line in the list of systems is all that a new one changes outside its own folder.
/// </summary>
public interface ISystem
{
    /// <summary>The system's name, such as <c>Kubernetes</c>.</summary>
    string Name { get; }

    /// <summary>Every check it can make.</summary>
    IReadOnlyList<CheckInfo> Checks { get; }

    /// <summary>Whether the cluster has it.</summary>
    /// <exception cref="OperationException">The cluster could not be asked.</exception>
    Task<bool> IsInstalledAsync(Cluster cluster, CancellationToken cancellationToken);

    /// <summary>
    /// Makes all checks, side by side where that is possible, and streams what they find: one result per affected object,
    /// one <see cref="CheckStatus.Pass"/> per check that found nothing wrong, <see cref="CheckStatus.Unknown"/> where one could not look.
    /// Never throws for a check that could not look.
    /// </summary>
    IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, OperationContext context, CancellationToken cancellationToken);
}
