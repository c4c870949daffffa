namespace K8sOps.Kubernetes;

/// <content>The API server's proxy to pods and services.</content>
public sealed partial class KubeClient
{
    /// <summary>GET of a path of a pod or service through the API server's proxy, as text. No status code throws: it may be the pod's own.</summary>
    /// <param name="resource"><see cref="KubeResources.Pods"/> or <see cref="KubeResources.Services"/>.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The name, also as <c>https:name:port</c>.</param>
    /// <param name="path">The path and query at the pod, such as <c>/pg/status</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KubeApiException"><c>BadRequest</c> for a path with <c>..</c>, which would lead out of the proxy to another object.</exception>
    public Task<KubeText> GetProxyAsync(KubeResource resource, string ns, string name, string path, CancellationToken cancellationToken)
        => GetTextAsync(ProxyPath(resource, ns, name, path), cancellationToken);

    /// <summary>
    /// GET of a file of a pod or service through the API server's proxy, at most <paramref name="maximum"/> bytes of it and one more, by which
    /// the caller sees that it is longer. It is asked for as any object: again where the server says so, and a refusal throws.
    /// </summary>
    /// <param name="resource"><see cref="KubeResources.Pods"/> or <see cref="KubeResources.Services"/>.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">The name, also as <c>https:name:port</c>.</param>
    /// <param name="path">The path and query at the pod.</param>
    /// <param name="maximum">How many bytes are wanted at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KubeApiException">The API server or the pod refused; <c>BadRequest</c> as for <see cref="GetProxyAsync"/>.</exception>
    public async Task<byte[]> GetProxyBytesAsync(KubeResource resource, string ns, string name, string path, int maximum, CancellationToken cancellationToken)
    {
        var request = new KubeRequest { Method = HttpMethod.Get, PathAndQuery = ProxyPath(resource, ns, name, path), Accept = "*/*" };
        var response = await _sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await using (response.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            var chunk = new byte[81920];
            int read;
            while (bytes.Length <= maximum && (read = await response.Body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0) bytes.Write(chunk, 0, read);
            return bytes.Length > maximum ? bytes.GetBuffer()[..(maximum + 1)] : bytes.ToArray();
        }
    }

    private static string ProxyPath(KubeResource resource, string ns, string name, string path)
    {
        // An address is made plain before it is sent, also where the dots are escaped; a server behind it may do the same with slashes.
        if (Uri.UnescapeDataString(path.Split('?', 2)[0]).Split('/', '\\').Any(part => part is "." or ".."))
        {
            throw new KubeApiException($"'{path}' is no path to ask a pod or service for: it may not contain '.' or '..' as a part.", 400, "BadRequest");
        }

        // What stands behind a # is never sent.
        return $"{resource.Path(ns, Required(name), "proxy")}/{path.TrimStart('/').Replace("#", "%23", StringComparison.Ordinal)}";
    }
}
