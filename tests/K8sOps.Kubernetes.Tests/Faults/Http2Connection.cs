using System.Buffers.Binary;
using System.Text;

namespace K8sOps.Kubernetes.Tests;

/// <summary>A connection that speaks as much HTTP/2 as a faulty server needs: it reads whole requests, and each frame that it answers is up to the test.</summary>
internal sealed class Http2Connection(RawConnection connection)
{
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Reset = 3;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte Away = 7;
    private const byte EndOfStream = 1;
    private const byte EndOfHeaders = 4;
    private const byte Acknowledged = 1;

    public RawConnection Raw => connection;

    /// <summary>Says hello, and hands over each request's stream once it has come whole, in order; ends with the connection.</summary>
    public async Task ServeAsync(Func<int, Http2Connection, Task> answer)
    {
        await connection.Stream.ReadExactlyAsync(new byte[24], connection.Ended);
        await SendAsync(Settings, 0, 0, []);
        var head = new byte[9];
        while (!connection.IsClosed)
        {
            await connection.Stream.ReadExactlyAsync(head, connection.Ended);
            await connection.Stream.ReadExactlyAsync(new byte[(head[0] << 16) | (head[1] << 8) | head[2]], connection.Ended);
            var (type, flags, stream) = (head[3], head[4], (int)BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(5)));
            if (type == Settings && (flags & Acknowledged) == 0) await SendAsync(Settings, Acknowledged, 0, []);
            if (type == Ping && (flags & Acknowledged) == 0) await SendAsync(Ping, Acknowledged, 0, new byte[8]);
            if (type is Headers or Data && (flags & EndOfStream) != 0) await answer(stream, this);
        }
    }

    /// <summary>The head of an answer with code 200 (8 in the static table of HPACK) and JSON (a literal for its name 31).</summary>
    public Task BeginAsync(int stream) => SendAsync(Headers, EndOfHeaders, stream, [0x88, 0x0F, 0x10, 16, .. "application/json"u8]);

    public Task WriteAsync(int stream, string text, bool isEnd) => SendAsync(Data, isEnd ? EndOfStream : (byte)0, stream, Encoding.UTF8.GetBytes(text));

    public async Task AnswerAsync(int stream, string text)
    {
        await BeginAsync(stream);
        await WriteAsync(stream, text, isEnd: true);
    }

    /// <summary>No stream above <paramref name="last"/> was looked at, nor will one be.</summary>
    public Task GoAwayAsync(int last, int error = 0) => SendAsync(Away, 0, 0, [.. Number(last), .. Number(error)]);

    public Task ResetAsync(int stream, int error) => SendAsync(Reset, 0, stream, Number(error));

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private Task SendAsync(byte type, byte flags, int stream, byte[] payload)
        => connection.WriteAsync(new[] { (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags }.Concat(Number(stream)).Concat(payload).ToArray());
}
