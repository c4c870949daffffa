using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace K8sOps.Kubernetes.Tests;

/// <summary>What a server in good health says to each verb, and how often it was asked to change something.</summary>
internal sealed class HealthyCluster
{
    private static readonly string s_secret = Object("Secret", "5");

    private int _done;

    /// <summary>Writes (and programs) that were carried out.</summary>
    public int Done => _done;

    public static string Object(string kind, string version) => $$"""
        {"kind":"{{kind}}","apiVersion":"v1","metadata":{"name":"x","namespace":"n","uid":"u1","resourceVersion":"{{version}}"},
        "data":{"k":"{{Canaries.Base64(Canaries.SecretBody)}}","plain":"{{Canaries.SecretBody}}"},
        "status":{"containerStatuses":[{"name":"c","containerID":"r1","state":{"terminated":{} } }]} }
        """;

    public static string List(string items, string? next = null) => $$"""
        {"kind":"SecretList","apiVersion":"v1","metadata":{"resourceVersion":"5","continue":"{{next}}"},"items":[{{items}}]}
        """;

    public static string Status(int code, string reason, string more = "") => $$"""
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"this is refused","reason":"{{reason}}","code":{{code}}{{more}} }
        """;

    public async Task AnswerAsync(RawRequest request, RawConnection connection)
    {
        if (request.Method != "GET")
        {
            Interlocked.Increment(ref _done);
            var isStatus = request.Method == "DELETE" || request.Path.EndsWith("/eviction", StringComparison.Ordinal);
            await connection.AnswerAsync(request.Method == "POST" ? 201 : 200, isStatus ? """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success"}""" : s_secret);
        }
        else if (request.Asks("watch=true"))
        {
            await connection.BeginAsync();
            await connection.ChunkAsync("{\"type\":\"MODIFIED\",\"object\":" + Object("Secret", "7") + "}\n");
            await connection.FallSilentAsync();
        }
        else if (request.Path.EndsWith("/log", StringComparison.Ordinal))
        {
            await connection.BeginAsync(type: "text/plain");
            await connection.ChunkAsync("2026-01-15T03:00:00.1Z one\n2026-01-15T03:00:01.2Z two\n");
            await connection.EndAsync();
        }
        else if (request.Path.EndsWith("/exec", StringComparison.Ordinal))
        {
            await ExecAsync(request, connection, async socket =>
            {
                await SayAsync(socket, 1, "out");
                await SayAsync(socket, 3, """{"metadata":{},"status":"Success"}""");
            });
        }
        else
        {
            await connection.AnswerAsync(200, request.Path.EndsWith("/x", StringComparison.Ordinal) ? s_secret : List(s_secret));
        }
    }

    /// <summary>Opens the WebSocket and plays the program.</summary>
    public async Task ExecAsync(RawRequest request, RawConnection connection, Func<WebSocket, Task> program)
    {
        Interlocked.Increment(ref _done);
#pragma warning disable CA5350 // RFC 6455 prescribes SHA-1
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(request.Headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await connection.WriteAsync($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: v5.channel.k8s.io\r\n\r\n");
        connection.Leave();
        using var socket = WebSocket.CreateFromStream(connection.Stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = "v5.channel.k8s.io" });
        await program(socket);
        if (socket.State == WebSocketState.Open) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, connection.Ended);
        await connection.FallSilentAsync();
    }

    public static async Task SayAsync(WebSocket socket, byte channel, string text)
        => await socket.SendAsync(new byte[] { channel }.Concat(Encoding.UTF8.GetBytes(text)).ToArray(), WebSocketMessageType.Binary, endOfMessage: true, default);
}
