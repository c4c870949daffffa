using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace K8sOps.Kubernetes.Tests;

/// <summary>
/// A server on loopback that speaks as badly as a test wants: Kestrel cannot send half a head, garbage, or a reset.
/// It reads whole HTTP/1.1 requests and leaves every byte of the answer to the test.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<RawRequest, RawConnection, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly Lock _lock = new();
    private readonly List<Socket> _sockets = [];
    private readonly Task _accepting;

    public RawServer(Func<RawRequest, RawConnection, Task> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>How many of the next connections are reset as soon as they are accepted, before TLS too.</summary>
    public int ResetsOnAccept { get; set; }

    /// <summary>Serves a connection in place of HTTP/1.1, after TLS.</summary>
    public Func<RawConnection, Task>? Protocol { get; init; }

    /// <summary>What is agreed on in TLS.</summary>
    public SslApplicationProtocol Alpn { get; init; } = SslApplicationProtocol.Http11;

    /// <summary>Asks for a client certificate; false refuses whatever comes. Null does not ask.</summary>
    public bool? TakesCertificates { get; init; }

    /// <summary>The subject of the last client certificate.</summary>
    public string? CertificateSeen { get; private set; }

    /// <summary>What the test's own part threw: a broken test, and never passed over.</summary>
    public List<Exception> Faults { get; } = [];

    /// <summary>Nothing listens any more, and what is open is reset.</summary>
    public void GoAway()
    {
        _listener.Stop();
        lock (_lock)
        {
            foreach (var socket in _sockets)
            {
                try
                {
                    socket.LingerState = new LingerOption(enable: true, 0);
                }
                catch (Exception e) when (e is ObjectDisposedException or SocketException)
                {
                    continue; // Closed already.
                }

                socket.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        GoAway();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_end.Token);
                if (ResetsOnAccept > 0)
                {
                    ResetsOnAccept--;
                    socket.LingerState = new LingerOption(enable: true, 0);
                    socket.Dispose();
                    continue;
                }

                lock (_lock) _sockets.Add(socket);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The test is over, or wants nobody to listen.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            Stream stream = new NetworkStream(socket);
            if (_certificate is not null)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    ApplicationProtocols = [Alpn],
                    ClientCertificateRequired = TakesCertificates is not null,
                    RemoteCertificateValidationCallback = (_, presented, _, _) =>
                    {
                        CertificateSeen = presented?.Subject;
                        return TakesCertificates != false;
                    },
                }, _end.Token);
                stream = secured;
            }

            var connection = new RawConnection(socket, stream, _end.Token);
            if (Protocol is not null) await Protocol(connection);
            while (Protocol is null && !connection.IsClosed && await ReadAsync(stream) is { } request) await _answer(request, connection);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or AuthenticationException or WebSocketException)
        {
            // The client went away, as clients of faulty servers do.
        }
        catch (Exception e)
        {
            lock (_lock) Faults.Add(e);
        }
        finally
        {
            socket.Dispose();
        }
    }

    private async Task<RawRequest?> ReadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _end.Token) == 0) return null;
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines[1..].Select(l => l.Split(':', 2)).ToDictionary(p => p[0], p => p[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, System.Globalization.CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, _end.Token);
        return new(first[0], first[1], headers, body);
    }
}
