namespace K8sOps.Kubernetes.Http;

/// <summary>
/// Gives up a wait for the server when it has been silent for too long, or only trickles: no timer runs while what is
/// awaited is already there, nor while the consumer holds the stream.
/// </summary>
internal sealed class IdleTimeout : IDisposable
{
    // Bytes that must come within one time-out of waiting, unless the body ends: one a second would keep a command for hours.
    private const int LowestPace = 1024;

    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly string _asked;
    private CancellationTokenSource? _source;
    private TimeSpan _waited;
    private int _came;

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

    /// <summary>Reads from a body that must not be silent, nor slower than its lowest pace.</summary>
    public async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        var read = await WaitAsync(token => body.ReadAsync(buffer, token), cancellationToken).ConfigureAwait(false);
        _waited += _clock.GetElapsedTime(started);
        _came += read;
        if (read == 0 || _waited < _timeout) return read;
        if (_came < LowestPace)
        {
            throw new KubeConnectionException($"The server answers {_asked} too slowly: {_came} bytes came within {_waited.TotalSeconds:0.#} s.", KubeConnectionFailure.Timeout);
        }

        (_waited, _came) = (TimeSpan.Zero, 0);
        return read;
    }

    public void Dispose() => _source?.Dispose();
}
