namespace K8sOps.Kubernetes;

/// <content>Logs.</content>
public sealed partial class KubeClient
{
    /// <summary>
    /// A container's log, line by line, each with its time. A followed log that is cut is taken up again where it broke off, without
    /// loss and without repetition; it ends when the container has ended.
    /// </summary>
    /// <exception cref="KubeApiException"><c>NotFound</c>; <c>BadRequest</c> while the container waits to start, or when there is no
    /// previous run, or when a container must be named.</exception>
    public IAsyncEnumerable<KubeLogLine> LogAsync(string ns, string pod, LogOptions options, CancellationToken cancellationToken)
        => throw new NotSupportedException("Not built yet.");
}
