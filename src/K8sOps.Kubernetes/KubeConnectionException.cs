namespace K8sOps.Kubernetes;

/// <summary>The server was not reached, the connection broke, or its certificate was not accepted.</summary>
public sealed class KubeConnectionException : KubeException
{
    /// <summary>Creates the exception.</summary>
    public KubeConnectionException(string message, KubeConnectionFailure failure, Exception? inner = null)
        : base(message, inner)
        => Failure = failure;

    /// <summary>What kind of failure it was.</summary>
    public KubeConnectionFailure Failure { get; }
}
