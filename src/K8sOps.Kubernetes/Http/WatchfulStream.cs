namespace K8sOps.Kubernetes.Http;

/// <summary>A response's body that gives up when the server falls silent, and tells a broken connection as what it is.</summary>
internal sealed class WatchfulStream : Stream
{
    private readonly Stream _inner;
    private readonly IdleTimeout? _timeout;
    private readonly string _asked;

    public WatchfulStream(Stream inner, IdleTimeout? timeout, string asked)
    {
        _inner = inner;
        _timeout = timeout;
        _asked = asked;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return _timeout is null
                ? await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)
                : await _timeout.ReadAsync(_inner, buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or System.Net.Sockets.SocketException)
        {
            throw new KubeConnectionException($"The connection broke while {_asked} was being answered.", KubeConnectionFailure.Interrupted, e);
        }
        catch (InvalidDataException e)
        {
            throw KubeErrors.Malformed("its compression is broken", e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        _timeout?.Dispose();
        await _inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timeout?.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
