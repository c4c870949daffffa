using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace K8sOps.Kubernetes;

/// <summary>Makes the HTTP handler of one server and client certificate, and says in words why it failed.</summary>
internal static class ServerHandler
{
    public static SocketsHttpHandler Create(ServerSettings server, X509Certificate2? certificate, bool isHttp11 = false)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            // A half-open connection would silence a watch for ever.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectTimeout = TimeSpan.FromSeconds(15),
            UseCookies = false,
            // A list of many megabytes comes over one stream; the default window would wait for the server at every 64 KB.
            InitialHttp2StreamWindowSize = 1024 * 1024,
        };
        // A line that we write ourselves, or a name beyond ASCII.
        handler.RequestHeaderEncodingSelector = (name, _) => name.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase) ? new RepeatedHeaderEncoding(name) : null;
        handler.SslOptions = Tls(server, certificate, targetHost: null, isHttp11);
        if (server.Proxy is not null) handler.Proxy = Proxy(server.Proxy);
        else if (server.Uri.IsLoopback) handler.UseProxy = false;
        if (server is { TlsServerName: not null, Uri.Scheme: "https" } && !GoesThroughProxy(server))
        {
            // SslOptions.TargetHost is overwritten by the handler with the URL's host; a stream that is already secured is left alone.
            handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, Tls(server, certificate, server.TlsServerName, isHttp11), cancellationToken);
        }

        return handler;
    }

    /// <summary>True when a proxy stands between us and the server, be it the kubeconfig's or the environment's.</summary>
    public static bool GoesThroughProxy(ServerSettings server)
        => server.Proxy is not null
            || (!server.Uri.IsLoopback && !HttpClient.DefaultProxy.IsBypassed(server.Uri) && HttpClient.DefaultProxy.GetProxy(server.Uri) is not null);

    /// <summary>The failure in an operator's words, with the server's address.</summary>
    public static KubeConnectionException Explain(Exception e, ServerSettings server)
    {
        if (Find<RefusedCertificateException>(e) is { } refused)
        {
            return new KubeConnectionException($"the TLS certificate of {server.Address} was not accepted: {refused.Message}", KubeConnectionFailure.Certificate, e);
        }

        // Whatever else ends a handshake; the outer message often only points to the inner one.
        if (Find<AuthenticationException>(e) is { } authentication)
        {
            return new KubeConnectionException($"no TLS connection to {server.Address}: {KubeErrors.Shorten((authentication.InnerException ?? authentication).Message)}", KubeConnectionFailure.Certificate, e);
        }

        var socket = Find<SocketException>(e);
        var error = (e as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        return error switch
        {
            // The handler asks a new connection for its other end, which fails bare when that is reset already: nothing was sent.
            _ when e is SocketException => new($"{server.Address} cannot be reached: {e.Message}", KubeConnectionFailure.Unreachable, e),
            HttpRequestError.NameResolutionError => new($"the name of {server.Address} is not known: {socket?.Message ?? e.Message}", KubeConnectionFailure.Unreachable, e),
            HttpRequestError.ConnectionError => new($"{server.Address} cannot be reached: {socket?.Message ?? e.Message}", KubeConnectionFailure.Unreachable, e),
            HttpRequestError.ProxyTunnelError => new($"the proxy did not open the way to {server.Address}: {e.Message}", KubeConnectionFailure.Unreachable, e),
            // As a load balancer does whose servers are down: nothing was said about certificates, and nothing was sent.
            HttpRequestError.SecureConnectionError => new($"{server.Address} cannot be reached: the connection ended within the TLS handshake", KubeConnectionFailure.Unreachable, e),
            HttpRequestError.InvalidResponse => new($"{server.Address} answered something that is not HTTP: {KubeErrors.Shorten(e.Message)}", KubeConnectionFailure.Malformed, e),
            _ => new($"the connection to {server.Address} broke: {socket?.Message ?? e.Message}", KubeConnectionFailure.Interrupted, e),
        };
    }

    private static SslClientAuthenticationOptions Tls(ServerSettings server, X509Certificate2? certificate, string? targetHost, bool isHttp11)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = targetHost,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            ApplicationProtocols = isHttp11 ? [SslApplicationProtocol.Http11] : [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
        if (certificate is not null)
        {
            options.ClientCertificates = [certificate];
            // Without the callback a certificate whose issuer the server does not announce is not sent.
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        if (server.Authorities is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(server.Authorities);
            // The store may hold intermediates only, and the chain needs them to be built.
            options.CertificateChainPolicy.ExtraStore.AddRange(server.Authorities);
        }

        var name = server.TlsServerName ?? server.Uri.Host;
        options.RemoteCertificateValidationCallback = (_, presented, chain, errors) => server.SkipVerification || Accept(server, name, presented as X509Certificate2, chain, errors);
        return options;
    }

    /// <summary>
    /// Go trusts whatever certificate is in the kubeconfig's bundle, be it a root or not; .NET only self-signed ones. So a chain that
    /// is merely unfinished, and ends in a certificate of the bundle, is accepted. Anything else ends the handshake with the reason.
    /// </summary>
    private static bool Accept(ServerSettings server, string name, X509Certificate2? presented, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        if (errors == SslPolicyErrors.RemoteCertificateChainErrors && server.Authorities is { } authorities && chain is { ChainElements.Count: > 0 }
            && chain.ChainStatus.All(s => s.Status == X509ChainStatusFlags.PartialChain)
            && authorities.Any(a => a.RawDataMemory.Span.SequenceEqual(chain.ChainElements[^1].Certificate.RawDataMemory.Span)))
        {
            return true;
        }

        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) reasons.Add("the server presented none");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) reasons.Add($"it is for {Names(presented)}, not for {name}");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            foreach (var status in chain?.ChainStatus ?? [])
            {
                reasons.Add(status.Status switch
                {
                    X509ChainStatusFlags.NotTimeValid => $"it is valid from {presented?.NotBefore.ToUniversalTime():u} to {presented?.NotAfter.ToUniversalTime():u}",
                    X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.NotSignatureValid => server.Authorities is null
                        ? "it is signed by nobody this machine trusts, and the kubeconfig names no certificate-authority"
                        : "it is not signed by the kubeconfig's certificate-authority",
                    _ => status.StatusInformation.Trim(),
                });
            }
        }

        throw new RefusedCertificateException(string.Join("; ", reasons.Distinct(StringComparer.Ordinal)));
    }

    private static string Names(X509Certificate2? certificate)
    {
        var names = certificate?.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(s => s.EnumerateDnsNames().Concat(s.EnumerateIPAddresses().Select(i => i.ToString()))).ToList();
        return names is { Count: > 0 } ? string.Join(", ", names) : certificate?.Subject ?? "nobody";
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, SslClientAuthenticationOptions tls, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await stream.AuthenticateAsClientAsync(tls, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static WebProxy Proxy(Uri proxy)
    {
        // The handler writes the proxy's address into its errors, so the password must not be in it.
        var address = new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;
        var result = new WebProxy(address) { BypassProxyOnLocal = false };
        if (proxy.UserInfo.Length > 0)
        {
            var parts = proxy.UserInfo.Split(':', 2);
            result.Credentials = new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        }

        return result;
    }

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found) return found;
        }

        return null;
    }

    /// <summary>A certificate that we refused, and why.</summary>
    private sealed class RefusedCertificateException(string message) : AuthenticationException(message);
}
