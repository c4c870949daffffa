namespace K8sOps.Sandbox.Containers;

/// <summary>
/// A log that is followed: what is there at first, then each line when the world's clock gets to it, until the container ends. Lines are made
/// when they are read, so a reader that lets it lie costs nothing.
/// </summary>
internal sealed class LogStream : ReadOnlyStream
{
    private readonly LogReading _reading;
    private readonly ContainerLog _log;
    private readonly WorldStore _store;
    private readonly Lock _gate;
    private readonly ClockActivity _activity;
    private ReadOnlyMemory<byte> _rest;
    private TaskCompletionSource? _news;
    private bool _disposed;

    public LogStream(LogReading reading, ContainerLog log, WorldStore store, Lock gate, ClockActivity activity)
    {
        _reading = reading;
        _log = log;
        _store = store;
        _gate = gate;
        _activity = activity;
        _log.Listen(Wake);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        while (_rest.IsEmpty)
        {
            if (!MustWait(out var news)) break;
            await news.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(_rest.Length, buffer.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override int Read(Span<byte> buffer)
    {
        var copy = new byte[buffer.Length];
        var count = ReadAsync(copy).AsTask().GetAwaiter().GetResult();
        copy.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            lock (_gate)
            {
                _log.Forget(Wake);
                Wake();
            }

            _activity.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Takes what there is. True when there is nothing yet: then <paramref name="news"/> ends when there may be something.</summary>
    private bool MustWait(out Task news)
    {
        news = Task.CompletedTask;
        lock (_gate)
        {
            if (_disposed) return false;
            var now = _store.Now;
            _rest = _reading.Read(now);
            if (!_rest.IsEmpty)
            {
                _activity.Begin();
                return false;
            }

            if (_reading.IsOver(now)) return false;
            if (_news is null)
            {
                _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_reading.NextAt is { } due && due < DateTimeOffset.MaxValue) _store.Schedule(due - now, Wake);
            }

            _activity.Rest(handsOver: false);
            news = _news.Task;
            return true;
        }
    }

    private void Wake()
    {
        if (_news is not { } news) return;
        _news = null;
        _activity.Begin();
        news.TrySetResult();
    }
}
