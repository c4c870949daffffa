namespace K8sOps.Sandbox;

/// <summary>The body of a watch: one event a line, as they come.</summary>
internal sealed class WatchStream(Watcher watcher) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _rest;
    private bool _disposed;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        while (_rest.IsEmpty)
        {
            if (watcher.Events.TryRead(out var line))
            {
                _rest = line;
                break;
            }

            watcher.Rest();
            if (!await watcher.Events.WaitToReadAsync(cancellationToken).ConfigureAwait(false)) return 0;
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
            watcher.Dispose();
        }

        base.Dispose(disposing);
    }
}
