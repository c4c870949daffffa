using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>Programs run in the containers of one cluster.</summary>
public sealed class ExecService
{
    /// <summary>How much of each output is kept, in bytes; also the longest line that is handed out in one piece, in characters.</summary>
    public const int KeptBytes = 16 * 1024 * 1024;

    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public ExecService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// Finds the pod and the container that is meant, and runs nothing. Needs <c>get</c> of pods.
    /// </summary>
    /// <returns>The command with its uid and container filled in.</returns>
    /// <exception cref="OperationException"><c>NotFound</c>; <c>Conflict</c> when the pod is another than the one of that uid;
    /// <c>ContainerAmbiguous</c>; what the cluster refuses.</exception>
    public async Task<PodCommand> ResolveAsync(PodCommand command, CancellationToken cancellationToken = default)
    {
        var target = Target(command);
        var pod = await Asking.For(_cluster.Client.GetAsync(KubeResources.Pods, command.Namespace, command.Name, cancellationToken), _cluster, "get pod " + target, target).ConfigureAwait(false);
        var uid = pod.Text("metadata", "uid");
        if (command.Uid is { } wanted && uid != wanted)
        {
            throw new OperationException("Conflict", OperationCategory.ResourceBusy, target, $"Cannot run {command.Command[0]} in pod {target} on {_cluster.Context}: the pod was replaced by another of that name since it was read.", "Read the object again and repeat the command.");
        }

        return command with { Uid = uid, Container = ContainerOf(pod, command) };
    }

    /// <summary>
    /// Runs the program and returns what it wrote and its exit code, whatever that is. Needs <c>create</c> of pods/exec, and <c>get</c>
    /// where the server asks for that for a WebSocket.
    /// </summary>
    /// <param name="command">What is run, as <see cref="ResolveAsync"/> returned it.</param>
    /// <param name="context">Where the change is announced: what a program does is not known, so it counts as one.</param>
    /// <param name="onLine">Takes each line as it comes; the result then keeps no output. Null to keep it.</param>
    /// <param name="cancellationToken">Closes the connection; whether the program goes on is up to it.</param>
    /// <exception cref="OperationException"><c>OutcomeUnknown</c> when the connection broke before the exit code came; <c>Timeout</c>;
    /// <c>CommandNotRun</c> when the container runtime could not start it; what the cluster refuses.</exception>
    public async Task<K8sCommandResult> RunAsync(PodCommand command, OperationContext context, Func<K8sCommandLine, ValueTask>? onLine = null, CancellationToken cancellationToken = default)
    {
        var change = new Change
        {
            Command = context.Command,
            Cluster = _cluster.Context,
            Kind = "Pod",
            Namespace = command.Namespace,
            Name = command.Name,
            Uid = command.Uid,
            Verb = "exec",
            Argv = command.Command,
        };
        return await Writing.AnnouncedAsync(context, change, () => ExecAsync(command, context, onLine, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>The error for an exit code that is not 0.</summary>
    public static OperationException Failed(K8sCommandResult result)
    {
        var said = result.Error.TrimEnd() is { Length: > 0 } error ? error : result.Output.TrimEnd();
        var last = said[(said.LastIndexOf('\n') + 1)..];
        return new OperationException("CommandFailed", OperationCategory.InvalidResult, $"{result.Namespace}/{result.Name}",
            $"{result.Command[0]} in pod {result.Namespace}/{result.Name} ({result.Container}) on {result.Cluster} ended with exit code {result.ExitCode}{(last.Length == 0 ? "" : ": " + (last.Length > 500 ? last[..500] + "…" : last))}");
    }

    private async Task<K8sCommandResult> ExecAsync(PodCommand command, OperationContext context, Func<K8sCommandLine, ValueTask>? onLine, CancellationToken cancellationToken)
    {
        var outputs = new Dictionary<ExecStream, OutputCollector> { [ExecStream.Output] = new(KeptBytes), [ExecStream.Error] = new(KeptBytes) };
        var lines = new Dictionary<ExecStream, LineSplitter> { [ExecStream.Output] = new(KeptBytes), [ExecStream.Error] = new(KeptBytes) };
        var options = new ExecOptions
        {
            Command = command.Command,
            Container = command.Container,
            Input = command.InputText is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(command.InputText), writable: false),
            Timeout = command.Timeout,
        };
        context.Sink.Note($"Running {command.Command[0]} in {Target(command)} ({command.Container}) on {_cluster.Context}.");
        var began = _cluster.Clock.GetTimestamp();
        int code;
        try
        {
            code = await _cluster.Client.ExecAsync(command.Namespace, command.Name, options, TakeAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeException e)
        {
            throw Explained(e, command);
        }

        foreach (var (stream, splitter) in lines) await PassOnAsync(stream, splitter.End()).ConfigureAwait(false);
        var result = new K8sCommandResult
        {
            Cluster = _cluster.Context,
            Namespace = command.Namespace,
            Name = command.Name,
            Container = command.Container ?? "",
            Command = command.Command,
            ExitCode = code,
            Output = outputs[ExecStream.Output].End(),
            Error = outputs[ExecStream.Error].End(),
            IsCut = outputs.Values.Any(o => o.IsCut),
            Elapsed = _cluster.Clock.GetElapsedTime(began),
        };
        if (result.IsCut) context.Sink.Warn($"{command.Command[0]} in {Target(command)} wrote more than {KeptBytes / 1024 / 1024} MiB; the rest was read and not kept. -Stream hands out all of it, line by line.");
        return result;

        ValueTask TakeAsync(ExecStream stream, ReadOnlyMemory<byte> piece, CancellationToken stop)
        {
            if (onLine is not null) return PassOnAsync(stream, lines[stream].Add(piece.Span));
            outputs[stream].Add(piece.Span);
            return ValueTask.CompletedTask;
        }

        async ValueTask PassOnAsync(ExecStream stream, IReadOnlyList<string> texts)
        {
            foreach (var text in texts)
            {
                await onLine!(new K8sCommandLine { Cluster = _cluster.Context, Namespace = command.Namespace, Name = command.Name, Container = command.Container ?? "", Stream = stream, Text = text }).ConfigureAwait(false);
            }
        }
    }

    private string ContainerOf(JsonObject pod, PodCommand command)
    {
        var target = Target(command);
        var all = PodContainers.All(pod);
        if (command.Container is { } named)
        {
            return all.Contains(named, StringComparer.Ordinal) ? named : throw new OperationException("NotFound", OperationCategory.ObjectNotFound, target,
                $"Cannot run {command.Command[0]} in pod {target} on {_cluster.Context}: it has no container {named}, only {string.Join(", ", all)}.");
        }

        return PodContainers.Default(pod) ?? throw new OperationException("ContainerAmbiguous", OperationCategory.InvalidArgument, target,
            $"Cannot run {command.Command[0]} in pod {target} on {_cluster.Context}: it has the containers {string.Join(", ", PodContainers.Regular(pod))}, and none is named as the usual one.", $"Add -Container {CommandText.Quote(PodContainers.Regular(pod)[0])}");
    }

    private OperationException Explained(KubeException e, PodCommand command)
    {
        var target = Target(command);
        var what = $"{command.Command[0]} in pod {target} ({command.Container}) on {_cluster.Context}";
        return e switch
        {
            KubeConnectionException { Failure: KubeConnectionFailure.Interrupted } => new("OutcomeUnknown", OperationCategory.ConnectionError, target,
                $"Cannot tell how {what} ended: {e.Message}", "Look whether it took effect, before it is run again.", e),
            KubeConnectionException { Failure: KubeConnectionFailure.Malformed } => new("OutcomeUnknown", OperationCategory.InvalidResult, target,
                $"Cannot tell how {what} ended: {e.Message}", "Look whether it took effect, before it is run again.", e),
            KubeConnectionException { Failure: KubeConnectionFailure.Timeout } => new("Timeout", OperationCategory.OperationTimeout, target,
                $"Cannot tell how {what} ended: {e.Message}", "Look whether it took effect, before it is run again; -Timeout gives it longer.", e),
            // The runtime answers through the socket, that it could not start it: what it says is all there is.
            KubeApiException { Reason: "InternalError", StatusCode: 500 } => new("CommandNotRun", OperationCategory.InvalidOperation, target,
                $"Cannot run {what}: {e.Message}", null, e),
            _ => OperationErrors.From(e, _cluster.Context, "run " + command.Command[0] + " in pod " + target, target),
        };
    }

    private static string Target(PodCommand command) => $"{command.Namespace}/{command.Name}";
}
