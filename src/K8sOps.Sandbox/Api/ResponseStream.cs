namespace K8sOps.Sandbox;

/// <summary>A body that is read in pieces and never put together: a list is its objects' own bytes, one after the other.</summary>
internal sealed class ResponseStream(IEnumerable<ReadOnlyMemory<byte>> pieces, ClockActivity activity) : ReadOnlyStream
{
    private readonly IEnumerator<ReadOnlyMemory<byte>> _pieces = pieces.GetEnumerator();
    private ReadOnlyMemory<byte> _rest;

    public override int Read(Span<byte> buffer)
    {
        var read = 0;
        while (read < buffer.Length)
        {
            if (_rest.IsEmpty)
            {
                if (!_pieces.MoveNext()) break;
                _rest = _pieces.Current;
                continue;
            }

            var count = Math.Min(_rest.Length, buffer.Length - read);
            _rest.Span[..count].CopyTo(buffer[read..]);
            _rest = _rest[count..];
            read += count;
        }

        if (read == 0 && buffer.Length > 0) activity.Dispose();
        else activity.Begin();
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : ValueTask.FromResult(Read(buffer.Span));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pieces.Dispose();
            activity.Dispose();
        }

        base.Dispose(disposing);
    }
}
