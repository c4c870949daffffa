using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace K8sOps.Benchmarks;

/// <summary>
/// An API server that has one empty list of pods and, behind it, a watch with very many events, sent as fast as they are taken: what is
/// measured is the reader. Discovery is answered so far as kubectl needs it.
/// </summary>
internal sealed class WatchServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[][] _events;

    public WatchServer(int events)
    {
        _events = [.. Enumerable.Range(0, events).Select(Event)];
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void Dispose() => _listener.Dispose();

    // As large as a small pod is.
    private static byte[] Event(int number) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"ADDED","object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-{{{number}}}","namespace":"shop","uid":"{{{number:x8}}}-0000-4000-8000-000000000000","resourceVersion":"{{{number + 10}}}","labels":{"app":"web","note":"{{{new string('x', 1500)}}}"} },"spec":{"nodeName":"w1","containers":[{"name":"web","image":"example.org/web:1"}]},"status":{"phase":"Running"} } }""") + "\n");

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The benchmark is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = new BufferedStream(client.GetStream(), 256 * 1024);
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
                while (await reader.ReadLineAsync() is { } request)
                {
                    while (await reader.ReadLineAsync() is { Length: > 0 }) continue;
                    await AnswerAsync(stream, request.Split(' ')[1]);
                    await stream.FlushAsync();
                }
            }
            catch (IOException)
            {
                // The reader has what it wanted.
            }
        }
    }

    private async Task AnswerAsync(Stream stream, string target)
    {
        if (!target.Contains("watch=", StringComparison.Ordinal))
        {
            var body = target.Split('?')[0] switch
            {
                "/api" => """{"kind":"APIVersions","versions":["v1"]}""",
                "/apis" => """{"kind":"APIGroupList","apiVersion":"v1","groups":[]}""",
                "/api/v1" => """{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[{"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get","list","watch"],"shortNames":["po"]}]}""",
                _ => """{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"9"},"items":[]}""",
            };
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            return;
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        foreach (var item in _events)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(item.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
            await stream.WriteAsync(item);
            await stream.WriteAsync("\r\n"u8.ToArray());
        }

        await stream.FlushAsync();
        // A watch stays open; who has counted enough hangs up.
        await Task.Delay(TimeSpan.FromMinutes(2));
    }
}
