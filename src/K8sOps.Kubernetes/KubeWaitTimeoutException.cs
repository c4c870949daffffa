namespace K8sOps.Kubernetes;

/// <summary>An object did not come to the state that was waited for in the time given.</summary>
public sealed class KubeWaitTimeoutException : KubeException
{
    /// <summary>Creates the exception.</summary>
    public KubeWaitTimeoutException(string message, TimeSpan waited, object? lastSeen, KubeException? trouble = null)
        : base(message, trouble)
    {
        Waited = waited;
        LastSeen = lastSeen;
    }

    /// <summary>How long it was waited for.</summary>
    public TimeSpan Waited { get; }

    /// <summary>The object as it was last seen; null when it was not there.</summary>
    public object? LastSeen { get; }
}
