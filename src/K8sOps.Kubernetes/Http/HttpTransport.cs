using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace K8sOps.Kubernetes;

/// <summary>The way to a real API server: HTTP/2 or 1.1 over TLS, with the credentials of a kubeconfig user.</summary>
internal sealed class HttpTransport : IClusterTransport
{
    private static readonly string s_userAgent = $"k8sops/{typeof(HttpTransport).Assembly.GetName().Version?.ToString(3)} ({(OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux")}/{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()})";

    private const string Renewing = "The server did not accept the credential (401); it is obtained anew, and the request is sent once more.";

    private readonly ServerSettings _server;
    private readonly UserSettings _user;

    /// <summary>One handler for each client certificate: connections that were opened with another must not be used again.</summary>
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageInvoker>> _handlers = new(StringComparer.Ordinal);

    /// <summary>The same for WebSockets, which exist in HTTP/1.1 only: a connection that has agreed on HTTP/2 cannot be turned into one.</summary>
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageInvoker>> _upgradeHandlers = new(StringComparer.Ordinal);

    public HttpTransport(ServerSettings server, UserSettings user)
    {
        _server = server;
        _user = user;
    }

    public async ValueTask PrepareAsync(CancellationToken cancellationToken) => await _user.Credential.GetAsync(cancellationToken).ConfigureAwait(false);

    public async Task<KubeResponse> SendAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        var credential = await _user.Credential.GetAsync(cancellationToken).ConfigureAwait(false);
        var response = await ExchangeAsync(request, credential, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != 401 || !_user.Credential.Refused(credential)) return response;
        await response.DisposeAsync().ConfigureAwait(false);
        KubeObserver.Current?.Decided(Renewing);
        var renewed = await _user.Credential.GetAsync(cancellationToken).ConfigureAwait(false);
        return await ExchangeAsync(request, renewed, cancellationToken).ConfigureAwait(false);
    }

    public async Task<KubeUpgrade> UpgradeAsync(KubeRequest request, IReadOnlyList<string> protocols, CancellationToken cancellationToken)
    {
        var credential = await _user.Credential.GetAsync(cancellationToken).ConfigureAwait(false);
        var upgrade = await UpgradeAsync(request, protocols, credential, cancellationToken).ConfigureAwait(false);
        if (upgrade.Refusal is not { StatusCode: 401 } refusal || !_user.Credential.Refused(credential)) return upgrade;
        await refusal.DisposeAsync().ConfigureAwait(false);
        KubeObserver.Current?.Decided(Renewing);
        var renewed = await _user.Credential.GetAsync(cancellationToken).ConfigureAwait(false);
        return await UpgradeAsync(request, protocols, renewed, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var handler in _handlers.Values.Concat(_upgradeHandlers.Values))
        {
            if (handler.IsValueCreated) handler.Value.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async Task<KubeResponse> ExchangeAsync(KubeRequest request, CredentialValue credential, CancellationToken cancellationToken)
    {
        using var message = Message(request, credential);
        var (answer, body) = await SendAsync(Handler(_handlers, credential, isHttp11: _user.RepeatsHeaders), message, cancellationToken).ConfigureAwait(false);
        return Response(answer, body);
    }

    private async Task<KubeUpgrade> UpgradeAsync(KubeRequest request, IReadOnlyList<string> protocols, CredentialValue credential, CancellationToken cancellationToken)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        using var message = Message(request, credential);
        message.Version = HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        // The handler sends a request without content again by itself when the connection closes; a program must not run twice.
        message.Content = new ByteArrayContent([]);
        message.Headers.Remove("Accept-Encoding");
        message.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        message.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", key);
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", string.Join(", ", protocols));
        var (answer, body) = await SendAsync(Handler(_upgradeHandlers, credential, isHttp11: true), message, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode != HttpStatusCode.SwitchingProtocols) return new KubeUpgrade(Response(answer, body));
        var accepted = answer.Headers.TryGetValues("Sec-WebSocket-Accept", out var accepts) ? accepts.First() : "";
        var protocol = answer.Headers.TryGetValues("Sec-WebSocket-Protocol", out var chosen) ? chosen.First() : null;
        if (accepted != AcceptOf(key) || protocol is null || !protocols.Contains(protocol))
        {
            answer.Dispose();
            throw KubeErrors.Malformed("it opens a WebSocket, and not the one that was asked for");
        }

        // The response is not disposed: the socket owns its stream, and the connection ends with it.
        return new KubeUpgrade(WebSocket.CreateFromStream(body, new WebSocketCreationOptions
        {
            IsServer = false,
            SubProtocol = protocol,
            KeepAliveInterval = TimeSpan.FromSeconds(5),
            KeepAliveTimeout = TimeSpan.FromSeconds(60),
        }));
    }

    // RFC 6455, 4.2.2: the key with this constant, hashed.
#pragma warning disable CA5350 // the protocol prescribes SHA-1; it proves that the other side speaks it, and keeps no secret
    private static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350

    private HttpMessageInvoker Handler(ConcurrentDictionary<string, Lazy<HttpMessageInvoker>> handlers, CredentialValue credential, bool isHttp11)
        => handlers.GetOrAdd(credential.Certificate?.Thumbprint ?? "", _ => new Lazy<HttpMessageInvoker>(() => new HttpMessageInvoker(ServerHandler.Create(_server, credential.Certificate, isHttp11)))).Value;

    private async Task<(HttpResponseMessage Answer, Stream Body)> SendAsync(HttpMessageInvoker handler, HttpRequestMessage message, CancellationToken cancellationToken)
    {
        HttpResponseMessage? answer = null;
        try
        {
            answer = await handler.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return (answer, await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            answer?.Dispose();
            throw ServerHandler.Explain(e, _server);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The handler tells its own ConnectTimeout as a cancellation, which nobody asked for.
            answer?.Dispose();
            throw new KubeConnectionException($"{_server.Address} cannot be reached: it did not answer the attempt to connect.", KubeConnectionFailure.Unreachable, e);
        }
        catch
        {
            answer?.Dispose();
            throw;
        }
    }

    private static KubeResponse Response(HttpResponseMessage answer, Stream body)
    {
        if (answer.Content.Headers.ContentEncoding.Contains("gzip")) body = new GZipStream(body, CompressionMode.Decompress);
        return new KubeResponse((int)answer.StatusCode, Headers(answer), body, answer);
    }

    private HttpRequestMessage Message(KubeRequest request, CredentialValue credential)
    {
        var message = new HttpRequestMessage(request.Method, _server.Address + request.PathAndQuery)
        {
            Version = _server.Uri.Scheme == "https" && !_user.RepeatsHeaders ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", s_userAgent);
        if (!request.Streaming && !_server.DisableCompression) message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        if (credential.Authorization is not null) message.Headers.TryAddWithoutValidation("Authorization", credential.Authorization);
        foreach (var (name, value) in _user.Impersonation) message.Headers.TryAddWithoutValidation(name, value);
        // Through a proxy only the Host header reaches SNI and the name check (the connect callback sees the proxy).
        if (_server.TlsServerName is { } serverName && ServerHandler.GoesThroughProxy(_server)) message.Headers.Host = serverName;
        if (!request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType ?? "application/json");
        }

        return message;
    }

    private static Dictionary<string, IReadOnlyList<string>> Headers(HttpResponseMessage answer)
    {
        var headers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in answer.Headers.NonValidated) headers[name] = [.. values];
        foreach (var (name, values) in answer.Content.Headers.NonValidated) headers[name] = [.. values];
        return headers;
    }
}
