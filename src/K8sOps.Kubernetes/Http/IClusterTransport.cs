namespace K8sOps.Kubernetes;

/// <summary>
/// One exchange with an API server. The real implementation speaks TLS; the sandbox's is in memory.
/// Everything above it (errors, retries, paging, watching) is the same for both.
/// </summary>
public interface IClusterTransport : IAsyncDisposable
{
    /// <summary>
    /// Sends one request and returns as soon as the response's head is there; the body is read by the caller.
    /// No status code throws.
    /// </summary>
    /// <exception cref="KubeConnectionException">The server was not reached, or its certificate was not accepted.</exception>
    /// <exception cref="KubeCredentialException">The kubeconfig's credential could not be obtained.</exception>
    Task<KubeResponse> SendAsync(KubeRequest request, CancellationToken cancellationToken);
}
