namespace K8sOps.Kubernetes;

/// <summary>
/// One exchange with an API server, or one WebSocket to it. The real implementation speaks TLS; the sandbox's is in memory.
/// Everything above it (errors, retries, paging, watching) is the same for both.
/// </summary>
public interface IClusterTransport : IAsyncDisposable
{
    /// <summary>Obtains what a request needs before its own time begins to count: a credential plugin may wait for a person in a browser.</summary>
    /// <exception cref="KubeCredentialException">The kubeconfig's credential could not be obtained.</exception>
    ValueTask PrepareAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>
    /// Sends one request and returns as soon as the response's head is there; the body is read by the caller.
    /// No status code throws.
    /// </summary>
    /// <exception cref="KubeConnectionException">The server was not reached, or its certificate was not accepted.</exception>
    /// <exception cref="KubeCredentialException">The kubeconfig's credential could not be obtained.</exception>
    Task<KubeResponse> SendAsync(KubeRequest request, CancellationToken cancellationToken);

    /// <summary>Asks for a WebSocket (exec, attach, port-forward). An answer other than 101 is no exception: its <c>Status</c> says why.</summary>
    /// <param name="request">The request; its method is GET and it has no body.</param>
    /// <param name="protocols">The subprotocols that are offered, the best first.</param>
    /// <param name="cancellationToken">Cancels the attempt; the socket then lives for as long as its owner lets it.</param>
    /// <exception cref="KubeConnectionException">The server was not reached, or this way to it opens no sockets.</exception>
    /// <exception cref="KubeCredentialException">The kubeconfig's credential could not be obtained.</exception>
    Task<KubeUpgrade> UpgradeAsync(KubeRequest request, IReadOnlyList<string> protocols, CancellationToken cancellationToken)
        => throw new KubeConnectionException("This way to the cluster opens no WebSockets.", KubeConnectionFailure.Unreachable);
}
