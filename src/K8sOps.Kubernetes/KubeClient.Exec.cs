namespace K8sOps.Kubernetes;

/// <content>Exec.</content>
public sealed partial class KubeClient
{
    private static readonly string[] s_execProtocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

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
    /// <exception cref="KubeApiException">The server refused (with its <c>Status</c>), or the program could not be started; also when
    /// there is input and the server is too old to close it (before Kubernetes 1.30), since the program would wait for ever.</exception>
    /// <exception cref="KubeConnectionException"><c>Interrupted</c>: the connection broke before the exit code came, so the outcome is
    /// not known; <c>Timeout</c>: <see cref="ExecOptions.Timeout"/> is over, and the program may still run.</exception>
    public async Task<int> ExecAsync(string ns, string pod, ExecOptions options, Func<ExecStream, ReadOnlyMemory<byte>, CancellationToken, ValueTask> output, CancellationToken cancellationToken)
    {
        if (options.Command.Count == 0) throw new ArgumentException("A program is needed.", nameof(options));
        using var time = new CancellationTokenSource(options.Timeout is { } limit && limit < s_longestWait ? limit : Timeout.InfiniteTimeSpan, _options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            var path = KubeResources.Pods.Path(ns, Required(pod), "exec");
            var query = $"?stdout=true&stderr=true{(options.Input is null ? "" : "&stdin=true")}{(options.Container is null ? "" : "&container=" + Uri.EscapeDataString(options.Container))}";
            var command = string.Concat(options.Command.Select(word => "&command=" + Uri.EscapeDataString(word)));
            // Arguments may hold what is nobody's business; the program's name may not.
            var shown = $"{path}{query}&command={Uri.EscapeDataString(options.Command[0])}{(options.Command.Count > 1 ? "&command=…" : "")}";
            var request = new KubeRequest { Method = HttpMethod.Get, PathAndQuery = path + query + command, Accept = "*/*", Streaming = true };
            using var socket = await _sender.UpgradeAsync(request, s_execProtocols, shown, both.Token).ConfigureAwait(false);
            return await new Http.ExecChannels(socket, $"{options.Command[0]} in {ns}/{pod}", options.Input, output, _options.Clock).RunAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new KubeConnectionException($"{options.Command[0]} in {ns}/{pod} did not end within {options.Timeout!.Value.TotalSeconds:0.#} s; it may still run.", KubeConnectionFailure.Timeout, e);
        }
    }
}
