namespace K8sOps.Kubernetes.Http;

/// <summary>
/// Gives up a wait for the server when it has been silent for too long, and only then: no timer runs while what is
/// awaited is already there, nor while the consumer holds the stream.
/// </summary>
internal sealed class IdleTimeout : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly string _asked;
    private CancellationTokenSource? _source;

    public IdleTimeout(TimeSpan timeout, TimeProvider clock, string asked)
    {
        _timeout = timeout;
        _clock = clock;
        _asked = asked;
    }

    public async ValueTask<T> WaitAsync<T>(Func<CancellationToken, ValueTask<T>> start, CancellationToken cancellationToken)
    {
        _source ??= new CancellationTokenSource(Timeout.InfiniteTimeSpan, _clock);
        using var both = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(_source.Token, cancellationToken) : null;
        try
        {
            var pending = start(both?.Token ?? _source.Token);
            if (pending.IsCompletedSuccessfully) return await pending.ConfigureAwait(false);
            _source.CancelAfter(_timeout);
            var result = await pending.ConfigureAwait(false);
            if (!_source.TryReset())
            {
                _source.Dispose();
                _source = null;
            }

            return result;
        }
        catch (OperationCanceledException e) when (_source is { IsCancellationRequested: true } && !cancellationToken.IsCancellationRequested)
        {
            throw new KubeConnectionException($"The server did not answer {_asked} within {_timeout.TotalSeconds:0.#} s.", KubeConnectionFailure.Timeout, e);
        }
    }

    public void Dispose() => _source?.Dispose();
}
