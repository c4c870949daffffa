using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace K8sOps.Kubernetes.Tests;

/// <summary>A proxy that opens tunnels on CONNECT, or on SOCKS5, to a given port of loopback, and keeps what it was asked for.</summary>
internal sealed class ConnectProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly bool _refuses;
    private readonly X509Certificate2? _certificate;

    public ConnectProxy(int target, bool refuses = false, X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _target = target;
        _refuses = refuses;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public List<string> Asked { get; } = [];

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsServerAsync(_certificate);
                stream = secured;
            }

            var first = new byte[1];
            await stream.ReadExactlyAsync(first);
            if (first[0] == 5) await SocksAsync(stream);
            else await HttpAsync(stream, (char)first[0]);
            if (_refuses) return;
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _target);
            var behind = server.GetStream();
            await Task.WhenAny(stream.CopyToAsync(behind), behind.CopyToAsync(stream));
        }
    }

    private async Task HttpAsync(Stream stream, char first)
    {
        var head = new StringBuilder().Append(first);
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        Asked.Add(head.ToString());
        await stream.WriteAsync(Encoding.ASCII.GetBytes(_refuses ? "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n" : "HTTP/1.1 200 OK\r\n\r\n"));
    }

    private async Task SocksAsync(Stream stream)
    {
        var count = new byte[1];
        await stream.ReadExactlyAsync(count);
        await stream.ReadExactlyAsync(new byte[count[0]]);
        await stream.WriteAsync(new byte[] { 5, 0 });
        var head = new byte[4];
        await stream.ReadExactlyAsync(head);
        if (head[3] == 3)
        {
            await stream.ReadExactlyAsync(count);
            var name = new byte[count[0]];
            await stream.ReadExactlyAsync(name);
            Asked.Add("socks5 " + Encoding.ASCII.GetString(name));
        }
        else
        {
            await stream.ReadExactlyAsync(new byte[head[3] == 4 ? 16 : 4]);
            Asked.Add("socks5 address");
        }

        await stream.ReadExactlyAsync(new byte[2]);
        await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 127, 0, 0, 1, 0, 0 });
    }
}
