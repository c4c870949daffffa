using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace K8sOps.Kubernetes;

/// <summary>The way to a real API server: HTTP/2 or 1.1 over TLS, with the credentials of a kubeconfig user.</summary>
internal sealed class HttpTransport : IClusterTransport
{
    private static readonly string s_userAgent = $"k8sops/{typeof(HttpTransport).Assembly.GetName().Version?.ToString(3)} ({(OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux")}/{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()})";

    private readonly ServerSettings _server;
    private readonly UserSettings _user;

    /// <summary>One handler for each client certificate: connections that were opened with another must not be used again.</summary>
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageInvoker>> _handlers = new(StringComparer.Ordinal);

    public HttpTransport(ServerSettings server, UserSettings user)
    {
        _server = server;
        _user = user;
    }

    public async Task<KubeResponse> SendAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        var credential = await _user.Credential.GetAsync(cancellationToken).ConfigureAwait(false);
        var response = await ExchangeAsync(request, credential, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != 401 || !_user.Credential.Refused(credential)) return response;
        var renewed = await _user.Credential.GetAsync(cancellationToken).ConfigureAwait(false);
        await response.DisposeAsync().ConfigureAwait(false);
        return await ExchangeAsync(request, renewed, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var handler in _handlers.Values)
        {
            if (handler.IsValueCreated) handler.Value.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async Task<KubeResponse> ExchangeAsync(KubeRequest request, CredentialValue credential, CancellationToken cancellationToken)
    {
        var certificate = credential.Certificate;
        var handler = _handlers.GetOrAdd(certificate?.Thumbprint ?? "", _ => new Lazy<HttpMessageInvoker>(() => new HttpMessageInvoker(ServerHandler.Create(_server, certificate)))).Value;
        using var message = Message(request, credential);
        HttpResponseMessage? answer = null;
        try
        {
            answer = await handler.SendAsync(message, cancellationToken).ConfigureAwait(false);
            var body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            if (answer.Content.Headers.ContentEncoding.Contains("gzip")) body = new GZipStream(body, CompressionMode.Decompress);
            return new KubeResponse((int)answer.StatusCode, Headers(answer), body, answer);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
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

    private HttpRequestMessage Message(KubeRequest request, CredentialValue credential)
    {
        var message = new HttpRequestMessage(request.Method, _server.Address + request.PathAndQuery)
        {
            Version = _server.Uri.Scheme == "https" ? HttpVersion.Version20 : HttpVersion.Version11,
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
