using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace K8sOps.Benchmarks;

/// <summary>Many addresses of one served sandbox, each as far away as a cluster elsewhere is: every answer begins so much later.</summary>
internal sealed class DelayedClusters : IDisposable
{
    private readonly List<TcpListener> _listeners = [];
    private readonly Uri _server;

    public DelayedClusters(Uri server, IEnumerable<TimeSpan> delays)
    {
        _server = server;
        Clusters = [.. delays.Select((delay, i) => (string.Create(CultureInfo.InvariantCulture, $"far-{i:00}"), Start(delay)))];
    }

    /// <summary>Names and addresses, in the order of the delays.</summary>
    public IReadOnlyList<(string Name, Uri Address)> Clusters { get; }

    public void Dispose() => _listeners.ForEach(l => l.Dispose());

    private Uri Start(TimeSpan delay)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _listeners.Add(listener);
        _ = AcceptAsync(listener, delay);
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private async Task AcceptAsync(TcpListener listener, TimeSpan delay)
    {
        try
        {
            while (true) _ = ForwardAsync(await listener.AcceptTcpClientAsync(), delay);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The benchmark is over.
        }
    }

    private async Task ForwardAsync(TcpClient client, TimeSpan delay)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server.Port);
                await Task.WhenAny(RequestsAsync(client.GetStream(), server.GetStream(), delay), server.GetStream().CopyToAsync(client.GetStream()));
            }
            catch (IOException)
            {
                // One of the two hung up.
            }
        }
    }

    private static async Task RequestsAsync(NetworkStream from, NetworkStream to, TimeSpan delay)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            await Task.Delay(delay);
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
