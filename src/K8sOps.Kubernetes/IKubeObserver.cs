namespace K8sOps.Kubernetes;

/// <summary>
/// What a client tells about its work, for <c>-Debug</c>, <c>-Verbose</c> and warnings. It is found in
/// <see cref="KubeObserver.Current"/>, so that one client serves many commands at once. Implementations must be thread-safe and not block.
/// </summary>
public interface IKubeObserver
{
    /// <summary>A request was answered, or failed (<paramref name="statusCode"/> 0). The path holds no secret.</summary>
    void Requested(string method, string pathAndQuery, int statusCode, TimeSpan elapsed);

    /// <summary>A decision of the client that an operator may want to know: a retry and why, a watch begun anew.</summary>
    void Decided(string message);

    /// <summary>The text of a <c>Warning: 299</c> response header. The client tells every one; the observer tells it once.</summary>
    void Warned(string text);
}
