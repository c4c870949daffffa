using System.Text.Json.Serialization.Metadata;

namespace K8sOps.Kubernetes;

/// <content>WATCH.</content>
public sealed partial class KubeClient
{
    /// <summary>
    /// WATCH: starts with a list (as <see cref="WatchEventType.Added"/>, then one <see cref="WatchEventType.Synced"/> whose object is
    /// null), then follows it; reconnects by itself and ends only when it cannot go on, with an exception, or when cancelled.
    /// </summary>
    /// <exception cref="KubeApiException">The server refuses to list or to watch.</exception>
    /// <exception cref="KubeConnectionException">The server cannot be reached any more, after several tries.</exception>
    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(KubeResource resource, ListOptions options, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        => new Watching<T>(this, resource, options, type).RunAsync(cancellationToken);
}
