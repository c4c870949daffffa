using System.Text.Json.Serialization.Metadata;

namespace K8sOps.Kubernetes;

/// <content>Waiting for one object.</content>
public sealed partial class KubeClient
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromSeconds(2);

    // The longest that a timer takes.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(49);

    /// <summary>
    /// Waits until one object is as it should be: looks first, then watches it by name; where watching or listing is forbidden it looks
    /// every two seconds. Once the server has answered, it may go away for as long as the time lasts; time counts on the client's clock.
    /// </summary>
    /// <param name="resource">The kind.</param>
    /// <param name="ns">The namespace, or null.</param>
    /// <param name="name">The object.</param>
    /// <param name="type">Its shape.</param>
    /// <param name="until">Whether the state is reached; it is handed null when the object is not there. What it throws ends the wait.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The object as it then was; null when it was waited for to go.</returns>
    /// <exception cref="KubeWaitTimeoutException">The time ran out; it carries the last state seen and, where the server was last not reached, why.</exception>
    /// <exception cref="KubeException">The server refuses to be asked, or could not be reached from the beginning.</exception>
    public async Task<T?> WaitAsync<T>(KubeResource resource, string? ns, string name, JsonTypeInfo<T> type, Func<T?, bool> until, TimeSpan timeout, CancellationToken cancellationToken)
        where T : class
    {
        var wait = new Waiting<T>(this, resource, ns, Required(name), type, until);
        using var time = new CancellationTokenSource(timeout > s_longestWait ? s_longestWait : timeout, _options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            return await wait.RunAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var trouble = wait.Trouble is null ? "" : $" The server was last not reached: {wait.Trouble.Message}";
            throw new KubeWaitTimeoutException($"{resource.Kind} {(string.IsNullOrEmpty(ns) ? "" : ns + "/")}{name} did not come to the state that was waited for within {timeout.TotalSeconds:0.#} s.{trouble}", timeout, wait.LastSeen, wait.Trouble);
        }
    }

    private sealed class Waiting<T>(KubeClient client, KubeResource resource, string? ns, string name, JsonTypeInfo<T> type, Func<T?, bool> until)
        where T : class
    {
        private bool _hasAnswered;
        private bool _mayWatch = true;

        public T? LastSeen { get; private set; }

        /// <summary>Why the server could not be asked the last time; null when it could.</summary>
        public KubeException? Trouble { get; private set; }

        public async Task<T?> RunAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                try
                {
                    if (_mayWatch ? await WatchAsync(cancellationToken).ConfigureAwait(false) : await LookAsync(cancellationToken).ConfigureAwait(false)) return LastSeen;
                }
                catch (KubeApiException e) when (_mayWatch && e.StatusCode is 403 or 405)
                {
                    _mayWatch = false;
                    KubeObserver.Current?.Decided($"{resource} {name} cannot be watched ({e.Reason}); it is looked at every {s_pollInterval.TotalSeconds:0} s.");
                    continue;
                }
                catch (KubeException e) when (_hasAnswered && IsPassing(e))
                {
                    Trouble = e;
                    KubeObserver.Current?.Decided($"The wait for {resource} {name} goes on although the server did not answer: {e.Message}");
                }

                await Task.Delay(s_pollInterval, client._options.Clock, cancellationToken).ConfigureAwait(false);
            }
        }

        private static bool IsPassing(KubeException e) => e switch
        {
            KubeApiException api => api.StatusCode is 410 or 429 or >= 500,
            KubeConnectionException connection => connection.Failure is KubeConnectionFailure.Unreachable or KubeConnectionFailure.Interrupted or KubeConnectionFailure.Timeout,
            _ => false,
        };

        private async Task<bool> WatchAsync(CancellationToken cancellationToken)
        {
            var options = new ListOptions { Namespace = ns, FieldSelector = "metadata.name=" + name };
            var isThere = false;
            await foreach (var change in client.WatchAsync(resource, options, type, cancellationToken).ConfigureAwait(false))
            {
                if (change.Type == WatchEventType.Synced)
                {
                    // Nothing came before: the object is not there.
                    if (!isThere && Seen(null)) return true;
                    continue;
                }

                isThere = change.Type != WatchEventType.Deleted;
                if (Seen(isThere ? change.Object : null)) return true;
            }

            return false;
        }

        private async Task<bool> LookAsync(CancellationToken cancellationToken)
        {
            try
            {
                return Seen(await client.GetAsync(resource, ns, name, type, cancellationToken).ConfigureAwait(false));
            }
            catch (KubeApiException e) when (e is { Reason: "NotFound", HasStatus: true })
            {
                return Seen(null);
            }
        }

        private bool Seen(T? item)
        {
            _hasAnswered = true;
            Trouble = null;
            LastSeen = item;
            return until(item);
        }
    }
}
