using System.IO.Pipelines;
using System.Net.WebSockets;

namespace K8sOps.Kubernetes.Tests;

/// <summary>The two ends of a WebSocket, connected in memory.</summary>
internal sealed class SocketPair
{
    private readonly Ends _client;

    public SocketPair(string protocol)
    {
        var up = new Pipe();
        var down = new Pipe();
        _client = new Ends(down.Reader.AsStream(), up.Writer.AsStream());
        Client = WebSocket.CreateFromStream(_client, new WebSocketCreationOptions { SubProtocol = protocol });
        Wire = new Ends(up.Reader.AsStream(), down.Writer.AsStream());
        Server = WebSocket.CreateFromStream(Wire, new WebSocketCreationOptions { IsServer = true, SubProtocol = protocol });
    }

    public WebSocket Client { get; }

    public WebSocket Server { get; }

    /// <summary>The server's connection itself; disposed, it is cut.</summary>
    public Stream Wire { get; }

    private sealed class Ends(Stream reading, Stream writing) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => reading.ReadAsync(buffer, cancellationToken);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await writing.WriteAsync(buffer, cancellationToken);
            await writing.FlushAsync(cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => writing.FlushAsync(cancellationToken);

        public override void Flush() => writing.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            reading.Dispose();
            writing.Dispose();
            base.Dispose(disposing);
        }
    }
}
