using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Kubernetes;

/// <summary>Who we are: a user entry of the kubeconfig, checked.</summary>
internal sealed record UserSettings
{
    /// <summary>Where the credential comes from, each time it is needed.</summary>
    public required ICredential Credential { get; init; }

    /// <summary><c>Impersonate-*</c> headers from <c>as</c>, <c>as-uid</c>, <c>as-groups</c>, <c>as-user-extra</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Impersonation { get; init; } = [];

    /// <summary>Whether one of them has several values, which HTTP/1.1 alone can carry (see <see cref="RepeatedHeaderEncoding"/>).</summary>
    public bool RepeatsHeaders { get; init; }

    /// <summary>Checks a user entry and reads what it points to.</summary>
    /// <exception cref="KubeConfigException">The entry contradicts itself or lacks what is needed.</exception>
    public static UserSettings From(KubeConfigEntry? user, ServerSettings server, bool isInteractive, TimeProvider clock)
    {
        if (user is null) return new UserSettings { Credential = new StaticCredential(null, null) };
        var where = $"{user.File}: user '{user.Name}'";
        if (user.Object("auth-provider") is not null)
        {
            throw new KubeConfigException($"{where} uses an auth-provider, which Kubernetes has removed; use a credential plugin (exec) instead.");
        }

        var token = user.Text("token");
        var tokenFile = user.Text("tokenFile") is { } path ? user.Resolve(path) : null;
        var basic = user.Text("username") ?? user.Text("password");
        if ((token ?? tokenFile) is not null && basic is not null)
        {
            throw new KubeConfigException($"{where} has both a token and a username; remove one of them.");
        }

        var certificate = ClientCertificate(user, where);
        var exec = user.Object("exec") is { } plugin ? ExecSettings.From(plugin, user, where) : null;
        ICredential credential;
        if (tokenFile is not null) credential = new TokenFileCredential(token, tokenFile, certificate, clock);
        else if (token is not null) credential = new StaticCredential("Bearer " + token, certificate);
        else if (basic is not null) credential = new StaticCredential("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.Text("username")}:{user.Text("password")}")), certificate);
        else if (certificate is not null || exec is null) credential = new StaticCredential(null, certificate);
        else credential = ExecCredential.For(exec, server, isInteractive, clock);
        var values = Impersonate(user, where);
        var headers = values.GroupBy(h => h.Key, StringComparer.OrdinalIgnoreCase)
            .Select(g => new KeyValuePair<string, string>(g.Key, string.Join(RepeatedHeaderEncoding.Separator, g.Select(h => h.Value)))).ToList();
        return new UserSettings { Credential = credential, Impersonation = headers, RepeatsHeaders = headers.Count < values.Count };
    }

    private static X509Certificate2? ClientCertificate(KubeConfigEntry user, string where)
    {
        var certificate = user.DataOrFile("client-certificate", "user");
        var key = user.DataOrFile("client-key", "user");
        if (certificate is null && key is null) return null;
        if (certificate is null || key is null)
        {
            throw new KubeConfigException($"{where} has a client-{(certificate is null ? "key" : "certificate")} without its client-{(certificate is null ? "certificate" : "key")}.");
        }

        try
        {
            return PemPair(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // The exception's text could quote the key; ours does not.
            throw new KubeConfigException($"{where} has a client certificate and key that cannot be used together.");
        }
    }

    /// <summary>A certificate with its key. Windows' TLS takes no key that lives in memory only, so there it goes through a PFX.</summary>
    internal static X509Certificate2 PemPair(string certificate, string key)
    {
        var pair = X509Certificate2.CreateFromPem(certificate, key);
        if (!OperatingSystem.IsWindows()) return pair;
        using (pair) return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), password: null);
    }

    private static List<KeyValuePair<string, string>> Impersonate(KubeConfigEntry user, string where)
    {
        var headers = new List<KeyValuePair<string, string>>();
        var name = user.Text("as");
        if (name is not null) headers.Add(new("Impersonate-User", name));
        if (user.Text("as-uid") is { } uid) headers.Add(new("Impersonate-Uid", uid));
        foreach (var group in (user.Body["as-groups"] as JsonArray)?.OfType<JsonValue>() ?? []) headers.Add(new("Impersonate-Group", group.ToString()));
        foreach (var (extra, values) in user.Object("as-user-extra") ?? [])
        {
            foreach (var value in (values as JsonArray)?.OfType<JsonValue>() ?? [])
            {
                headers.Add(new("Impersonate-Extra-" + Uri.EscapeDataString(extra.ToLowerInvariant()), value.ToString()));
            }
        }

        // The handler leaves out what it cannot send, and a request without its groups may be allowed more.
        if (headers.FirstOrDefault(h => h.Value.Any(c => char.IsControl(c) || c == RepeatedHeaderEncoding.Separator)) is { Key: { } unfit })
        {
            throw new KubeConfigException($"{where} has a value for {unfit} that no header can carry: it holds a line end or another control character.");
        }

        if (name is null && headers.Count > 0) throw new KubeConfigException($"{where} impersonates groups or extras without a user; add 'as'.");
        return headers;
    }
}
