using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Kubernetes;

/// <summary>How to reach a server and what to trust: a cluster entry of the kubeconfig, checked.</summary>
internal sealed record ServerSettings
{
    /// <summary>Scheme, host, port and the server's own path, without a slash at the end.</summary>
    public required string Address { get; init; }

    public required Uri Uri { get; init; }

    /// <summary>What the certificate must be signed by; null for the system's own roots.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    public byte[]? AuthorityBytes { get; init; }

    /// <summary><c>insecure-skip-tls-verify</c>.</summary>
    public bool SkipVerification { get; init; }

    /// <summary><c>tls-server-name</c>: what is asked for by SNI and expected in the certificate instead of the host.</summary>
    public string? TlsServerName { get; init; }

    /// <summary><c>proxy-url</c>; null for what the environment says.</summary>
    public Uri? Proxy { get; init; }

    public string? ProxyText { get; init; }

    public bool DisableCompression { get; init; }

    /// <summary>The extension that is handed to credential plugins with <c>provideClusterInfo</c>.</summary>
    public JsonNode? ExecExtension { get; init; }

    /// <summary>Checks a cluster entry and reads what it points to.</summary>
    /// <exception cref="KubeConfigException">The entry contradicts itself or lacks what is needed.</exception>
    public static ServerSettings From(KubeConfigEntry cluster)
    {
        var where = $"{cluster.File}: cluster '{cluster.Name}'";
        var server = cluster.Text("server") ?? throw new KubeConfigException($"{where} has no server.");
        // kubectl takes a bare host as http://, which sends credentials in clear; nobody means that today.
        if (!Uri.TryCreate(server, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new KubeConfigException($"{where} has the server '{server}', which is not an http or https address.");
        }

        // It would stand in every error; and nothing reads it (client-go ignores it too).
        if (uri.UserInfo.Length > 0) throw new KubeConfigException($"{where} has a user name or password in its server address; put them into the user's entry.");

        var authority = cluster.DataOrFile("certificate-authority", "cluster");
        var skip = cluster.Flag("insecure-skip-tls-verify");
        if (authority is not null && skip)
        {
            throw new KubeConfigException($"{where} has both a certificate-authority and insecure-skip-tls-verify; remove one of them.");
        }

        var proxy = cluster.Text("proxy-url");
        Uri? proxyUri = null;
        if (proxy is not null && (!Uri.TryCreate(proxy, UriKind.Absolute, out proxyUri) || proxyUri.Scheme is not ("http" or "https" or "socks5")))
        {
            throw new KubeConfigException($"{where} has a proxy-url that is not an http, https or socks5 address.");
        }

        return new ServerSettings
        {
            Address = server.TrimEnd('/'),
            Uri = uri,
            Authorities = authority is null ? null : Certificates(authority, where),
            AuthorityBytes = authority,
            SkipVerification = skip,
            TlsServerName = cluster.Text("tls-server-name"),
            Proxy = proxyUri,
            ProxyText = proxy,
            DisableCompression = cluster.Flag("disable-compression"),
            ExecExtension = (cluster.Body["extensions"] as JsonArray)?.OfType<JsonObject>()
                .FirstOrDefault(e => KubeConfigEntry.Text(e, "name") == "client.authentication.k8s.io/exec")?["extension"],
        };
    }

    // A record shows all that it holds, and the proxy's address may hold its password.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Address = ").Append(Address);
        return true;
    }

    private static X509Certificate2Collection Certificates(byte[] pem, string where)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(Encoding.UTF8.GetString(pem));
            if (found.Count == 0) found.Add(X509CertificateLoader.LoadCertificate(pem));
        }
        catch (CryptographicException e)
        {
            throw new KubeConfigException($"{where} has a certificate-authority that is no certificate.", e);
        }

        return found;
    }
}
