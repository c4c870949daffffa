using System.Net.Sockets;
using System.Text;

namespace K8sOps.Kubernetes.Tests;

/// <summary>One connection of a <see cref="RawServer"/>: what is written goes out as it is, be it HTTP or not.</summary>
internal sealed class RawConnection(Socket socket, Stream stream, CancellationToken ended)
{
    public Stream Stream => stream;

    /// <summary>True when nothing more comes over it.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The server's end.</summary>
    public CancellationToken Ended => ended;

    public async Task WriteAsync(string text) => await WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, ended);
        await stream.FlushAsync(ended);
    }

    /// <summary>A whole answer.</summary>
    public Task AnswerAsync(int code, string body, string type = "application/json", string headers = "")
        => WriteAsync($"HTTP/1.1 {code} X\r\nContent-Type: {type}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>The head of an answer whose end is not known.</summary>
    public Task BeginAsync(int code = 200, string type = "application/json") => WriteAsync($"HTTP/1.1 {code} X\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n");

    public async Task ChunkAsync(string text) => await ChunkAsync(Encoding.UTF8.GetBytes(text));

    public async Task ChunkAsync(byte[] bytes)
    {
        await WriteAsync($"{bytes.Length:x}\r\n");
        await WriteAsync(bytes);
        await WriteAsync("\r\n");
    }

    public Task EndAsync() => WriteAsync("0\r\n\r\n");

    /// <summary>Says nothing until the client goes, or the server ends.</summary>
    public async Task FallSilentAsync()
    {
        var nothing = new byte[256];
        while (await stream.ReadAsync(nothing, ended) > 0)
        {
            // Whatever the client says is not answered.
        }

        IsClosed = true;
    }

    /// <summary>Ends with RST: what was under way is lost.</summary>
    public void Reset()
    {
        IsClosed = true;
        socket.LingerState = new LingerOption(enable: true, 0);
        socket.Close();
    }

    /// <summary>Ends with FIN: what was written still arrives.</summary>
    public void Close()
    {
        IsClosed = true;
        socket.Shutdown(SocketShutdown.Both);
        socket.Close();
    }

    /// <summary>Nothing more is read as HTTP, for the connection now speaks another protocol.</summary>
    public void Leave() => IsClosed = true;
}
