using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using K8sOps.Kubernetes;

namespace K8sOps.Operations.Tests.Support;

/// <summary>The kubelet's side of an exec: says what a test tells it to, on the channels of the remote-command protocol.</summary>
internal sealed class ScriptedProgram
{
    public const string Success = """{"metadata":{},"status":"Success"}""";
    private readonly List<Func<Task>> _steps = [];
    private readonly WebSocket _client;
    private readonly WebSocket _server;
    private readonly Ends _wire;
    private bool _hasOutcome;

    public ScriptedProgram()
    {
        var up = new Pipe();
        var down = new Pipe();
        _wire = new Ends(up.Reader.AsStream(), down.Writer.AsStream());
        _client = WebSocket.CreateFromStream(new Ends(down.Reader.AsStream(), up.Writer.AsStream()), new WebSocketCreationOptions { SubProtocol = "v5.channel.k8s.io" });
        _server = WebSocket.CreateFromStream(_wire, new WebSocketCreationOptions { IsServer = true, SubProtocol = "v5.channel.k8s.io" });
    }

    public static string ExitCode(int code) => $$$"""{"metadata":{},"status":"Failure","message":"command terminated with exit code {{{code}}}","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"{{{code}}}"}]} }""";

    /// <summary>Writes on a channel: 1 output, 2 errors, 3 the outcome.</summary>
    public ScriptedProgram Says(byte channel, string text) => Says(channel, Encoding.UTF8.GetBytes(text));

    public ScriptedProgram Says(byte channel, byte[] bytes)
    {
        _hasOutcome |= channel == 3;
        return Does(() => _server.SendAsync((byte[])[channel, .. bytes], WebSocketMessageType.Binary, endOfMessage: true, default));
    }

    /// <summary>The connection is gone from one byte to the next.</summary>
    public ScriptedProgram IsCut() => Does(() => _wire.DisposeAsync().AsTask());

    public KubeUpgrade Begin()
    {
        _ = Task.Run(async () =>
        {
            foreach (var step in _steps) await step();
            if (!_hasOutcome) return;
            // As a kubelet does: without the close each call would wait two seconds for it, and without the end another one for that.
            await _server.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
            await _wire.DisposeAsync();
        });
        return new KubeUpgrade(_client);
    }

    private ScriptedProgram Does(Func<Task> step)
    {
        _steps.Add(step);
        return this;
    }

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
