using System.Buffers;

namespace K8sOps.Kubernetes.Reading;

/// <summary>
/// A window over a stream of JSON: as large as the largest single value in it, and no larger. What was taken is
/// overwritten; what is being read keeps its place.
/// </summary>
internal sealed class JsonWindow : IDisposable
{
    private const int InitialSize = 128 * 1024;

    // One object cannot be larger than etcd's limit by far; this only stops a stream that never closes its first string.
    private const int MaximumSize = 512 * 1024 * 1024;

    private readonly Stream _stream;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _end;

    public JsonWindow(Stream stream) => _stream = stream;

    /// <summary>True when the stream gave its last byte.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>What was read and not taken.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Takes the first bytes of <see cref="Unread"/>; they stay readable until the next fill.</summary>
    public ReadOnlyMemory<byte> Take(int count)
    {
        var taken = _buffer.AsMemory(_start, count);
        _start += count;
        return taken;
    }

    /// <summary>Reads more; false at the end of the stream.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (IsAtEnd) return false;
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaximumSize) throw KubeErrors.Malformed($"one value is longer than {MaximumSize / 1024 / 1024} MiB");
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            Buffer.BlockCopy(_buffer, 0, larger, 0, _end);
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = larger;
        }

        var read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        IsAtEnd = read == 0;
        return read > 0;
    }

    /// <summary>Skips white space and returns the next byte without taking it; -1 at the end of the stream.</summary>
    public async ValueTask<int> PeekAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var space = Unread.IndexOfAnyExcept(" \t\r\n"u8);
            if (space >= 0)
            {
                _start += space;
                return _buffer[_start];
            }

            _start = _end;
            if (!await FillAsync(cancellationToken).ConfigureAwait(false)) return -1;
        }
    }

    /// <summary>Takes one whole value; the bytes stay readable until the next read. Empty when the stream ended within it.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> TakeValueAsync(CancellationToken cancellationToken)
    {
        if (await PeekAsync(cancellationToken).ConfigureAwait(false) < 0) return default;
        var extent = default(JsonExtent);
        var seen = 0;
        while (true)
        {
            var ended = extent.Advance(Unread[seen..], out var consumed);
            seen += consumed;
            if (ended) return Take(seen);
            if (!await FillAsync(cancellationToken).ConfigureAwait(false)) return default;
        }
    }

    public void Dispose()
    {
        // Secrets pass through here, and the pool is everybody's.
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
        _start = _end = 0;
        IsAtEnd = true;
    }
}
