using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>What a failed write leaves behind.</summary>
internal static class WriteOutcome
{
    /// <summary>
    /// Whether the failure proves that nothing was changed: the server said so, or was never reached. An answer that broke off, a
    /// time-out and a server error prove nothing; the change's outcome is then unknown.
    /// </summary>
    public static bool WasRefused(OperationException e) => e.InnerException switch
    {
        KubeApiException api => api.StatusCode < 500,
        KubeConnectionException connection => connection.Failure is KubeConnectionFailure.Unreachable or KubeConnectionFailure.Certificate,
        KubeCredentialException => true,
        OperationException inner => WasRefused(inner),
        _ => false,
    };
}
