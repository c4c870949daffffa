using System.Security.Cryptography;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>
/// What source-controller has fetched and keeps for the other controllers. It is asked for through the API server, as the program that runs
/// inside the cluster has no address outside.
/// </summary>
internal sealed class FluxArtifact
{
    private readonly FluxReference _source;
    private readonly JsonObject _told;

    private FluxArtifact(FluxReference source, JsonObject told)
    {
        _source = source;
        _told = told;
    }

    /// <summary>The revision that it was made of.</summary>
    public string? Revision => _told.Text("revision");

    /// <summary>The digest of its bytes, as its source tells it.</summary>
    public string? DigestText => _told.Text("digest");

    /// <summary>The artifact of an app's source.</summary>
    /// <exception cref="OperationException"><c>NotFound</c>; <c>NoArtifact</c>; what the cluster refuses.</exception>
    public static async Task<FluxArtifact> OfAsync(Cluster cluster, FluxTarget app, CancellationToken cancellationToken)
    {
        var source = FluxReferences.SourceOf(app.Live) ?? throw None(app.Path, $"{app} names no source");
        var live = await new FluxService(cluster).FindAsync(source, cancellationToken).ConfigureAwait(false) ?? throw Asking.Missing(cluster, source.Kind, source.Namespace, source.Name);
        return live.Live.At("status", "artifact") is JsonObject told && told.Text("url") is { Length: > 0 } ? new FluxArtifact(source, told) : throw None(source.ToString(), $"{source} has no artifact yet");
    }

    /// <summary>Its bytes, which are what the source's status says that they are.</summary>
    /// <exception cref="OperationException"><c>NoArtifact</c>; <c>DigestMismatch</c>; what the cluster refuses.</exception>
    public async Task<byte[]> ReadAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        var url = _told.Text("url")!;
        if (Service(url) is not var (ns, service, path)) throw None(_source.ToString(), $"the artifact of {_source} lies at {url}, which is no service of this cluster");
        if (Digest() is not var (hash, expected)) throw None(_source.ToString(), $"the artifact of {_source} has no digest that can be checked ({DigestText ?? "none"})");
        var name = service.Split(':')[1];
        var action = $"get services/proxy {ns}/{name} (the artifact of {_source})";
        byte[] bytes;
        try
        {
            bytes = await Asking.For(cluster.Client.GetProxyBytesAsync(KubeResources.Services, ns, service, path, FluxArchive.LongestPacked, cancellationToken), cluster, action, $"{ns}/{name}").ConfigureAwait(false);
        }
        catch (OperationException e) when (e.Id == "ApiNotInstalled")
        {
            // A 404 of the program behind the service, not of the API server.
            throw None(_source.ToString(), $"{name} does not have the artifact of {_source} any more", e);
        }
        catch (OperationException e) when (e.Id == "ApiUnavailable")
        {
            throw new OperationException("ApiUnavailable", OperationCategory.ResourceUnavailable, $"{ns}/{name}", $"{e.Message.TrimEnd('.')}. A network policy may keep the API server from {name}, or it is not running.", $"Get-K8sPod -Namespace {CommandText.Quote(ns)}" + CommandText.Cluster(cluster), e);
        }

        if (bytes.Length > FluxArchive.LongestPacked) throw None(_source.ToString(), $"the artifact of {_source} is larger than {FluxArchive.LongestPacked >> 20} MiB");
        return Convert.ToHexStringLower(hash(bytes)) == expected ? bytes : throw new OperationException("DigestMismatch", OperationCategory.SecurityError, _source.ToString(),
            $"The artifact of {_source} on {cluster.Context} is not what its source says: its digest is not {DigestText}.", "Repeat the command: the source may have been fetched anew meanwhile. If it stays so, somebody stands between.");
    }

    /// <summary>The service of a URL such as <c>http://source-controller.flux-system.svc.cluster.local./gitrepository/…</c>, as the proxy takes it; null for any other address.</summary>
    internal static (string Namespace, string Service, string Path)? Service(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0) return null;
        if (uri.Host.Split('.') is not [{ Length: > 0 } name, { Length: > 0 } ns, "svc", ..]) return null;
        if (uri.AbsolutePath.Split('/').Any(s => Uri.UnescapeDataString(s) is "." or "..")) return null;
        return (ns, $"{uri.Scheme}:{name}:{uri.Port}", uri.PathAndQuery);
    }

    private (Func<byte[], byte[]> Hash, string Hex)? Digest() => DigestText?.Split(':', 2) switch
    {
        ["sha256", { Length: 64 } hex] => (SHA256.HashData, hex),
        ["sha384", { Length: 96 } hex] => (SHA384.HashData, hex),
        ["sha512", { Length: 128 } hex] => (SHA512.HashData, hex),
        _ => null,
    };

    private static OperationException None(string target, string why, Exception? inner = null) => new("NoArtifact", OperationCategory.ResourceUnavailable, target, $"Cannot read what Flux builds from: {why}.", null, inner);
}
