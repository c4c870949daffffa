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
    {
        // An address is made plain before it is sent, also where the dots are escaped; a server behind it may do the same with slashes.
        if (Uri.UnescapeDataString(path.Split('?', 2)[0]).Split('/', '\\').Any(part => part is "." or ".."))
        {
            throw new KubeApiException($"'{path}' is no path to ask a pod or service for: it may not contain '.' or '..' as a part.", 400, "BadRequest");
        }

        // What stands behind a # is never sent.
        return GetTextAsync($"{resource.Path(ns, Required(name), "proxy")}/{path.TrimStart('/').Replace("#", "%23", StringComparison.Ordinal)}", cancellationToken);
    }
}
