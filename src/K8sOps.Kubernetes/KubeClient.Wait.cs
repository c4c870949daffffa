using System.Text.Json.Serialization.Metadata;

namespace K8sOps.Kubernetes;

/// <content>Waiting for one object.</content>
public sealed partial class KubeClient
{
    /// <summary>
    /// Waits until one object is as it should be: looks first, then watches it by name; where watching is forbidden it looks every two
    /// seconds. Cut connections are survived; time counts on the client's clock.
    /// </summary>
    /// <param name="resource">The kind.</param>
    /// <param name="ns">The namespace, or null.</param>
    /// <param name="name">The object.</param>
    /// <param name="type">Its shape.</param>
    /// <param name="until">Whether the state is reached; it is handed null when the object is not there. What it throws ends the wait.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The object as it then was; null when it was waited for to go.</returns>
    /// <exception cref="KubeWaitTimeoutException">The time ran out; it carries the last state seen.</exception>
    /// <exception cref="KubeException">The server refuses to be asked, or cannot be reached any more.</exception>
    public Task<T?> WaitAsync<T>(KubeResource resource, string? ns, string name, JsonTypeInfo<T> type, Func<T?, bool> until, TimeSpan timeout, CancellationToken cancellationToken)
        where T : class
        => throw new NotSupportedException("Not built yet.");
}
