namespace K8sOps.Kubernetes;

/// <summary>How a connection failed.</summary>
public enum KubeConnectionFailure
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>The name was not resolved, or nothing listens there, or the way is blocked.</summary>
    Unreachable,

    /// <summary>The TLS handshake failed: the certificate is for another name, expired, or signed by nobody we trust.</summary>
    Certificate,

    /// <summary>The connection was there and broke; whether the server acted on the request is not known.</summary>
    Interrupted,

    /// <summary>The server did not answer in the request's time.</summary>
    Timeout,

    /// <summary>What came back is not what an API server sends (half a document, HTML).</summary>
    Malformed,
}
