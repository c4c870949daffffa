namespace K8sOps.Kubernetes;

/// <content>Exec.</content>
public sealed partial class KubeClient
{
    /// <summary>
    /// Runs a program in a container and returns its exit code. Both outputs are handed up as they come, in the order in which the
    /// server sends them; while <paramref name="output"/> has not returned, nothing more is read.
    /// </summary>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="options">What is run.</param>
    /// <param name="output">Takes a piece of an output; the memory is only its own until it returns. Pieces end anywhere, also within a character.</param>
    /// <param name="cancellationToken">Closes the socket; whether the program goes on is then up to it.</param>
    /// <returns>The program's exit code: only what the server has told, never a guess.</returns>
    /// <exception cref="KubeApiException">The server refused (with its <c>Status</c>), or the program could not be started.</exception>
    /// <exception cref="KubeConnectionException"><c>Interrupted</c>: the connection broke before the exit code came, so the outcome is
    /// not known; <c>Timeout</c>: <see cref="ExecOptions.Timeout"/> is over, and the program may still run.</exception>
    public Task<int> ExecAsync(string ns, string pod, ExecOptions options, Func<ExecStream, ReadOnlyMemory<byte>, CancellationToken, ValueTask> output, CancellationToken cancellationToken)
        => throw new NotSupportedException("Not built yet.");
}
