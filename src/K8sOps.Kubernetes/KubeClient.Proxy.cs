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
    public Task<KubeText> GetProxyAsync(KubeResource resource, string ns, string name, string path, CancellationToken cancellationToken)
        => GetTextAsync($"{resource.Path(ns, Required(name), "proxy")}/{path.TrimStart('/')}", cancellationToken);
}
