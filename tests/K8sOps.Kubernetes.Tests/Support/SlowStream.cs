namespace K8sOps.Kubernetes.Tests;

/// <summary>A body that comes in pieces of a few bytes, and may break or fall silent at its end.</summary>
internal sealed class SlowStream(byte[] bytes, int piece, SlowStream.Ending ending = SlowStream.Ending.Clean) : Stream
{
    private int _at;

    internal enum Ending
    {
        Clean,
        Broken,
        Silent,
    }

    public int BytesRead => _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(Math.Min(piece, buffer.Length), bytes.Length - _at);
        if (count == 0 && ending == Ending.Broken) throw new IOException("broken pipe");
        if (count == 0 && ending == Ending.Silent) await Task.Delay(Timeout.Infinite, cancellationToken);
        bytes.AsSpan(_at, count).CopyTo(buffer.Span);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
