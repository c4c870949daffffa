using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>One exec of <c>ceph</c>: its outputs gathered or handed on, its time watched.</summary>
internal sealed class CephExec(Cluster cluster, CephPlace place, OperationContext context)
{
    /// <summary>Far more than any answer that is read in one piece; what is longer is not one that we can use.</summary>
    private const int KeptBytes = 64 * 1024 * 1024;

    public Task<CephAnswer> ReadAsync(CephCommand command, CancellationToken cancellationToken) => GatherAsync(command, e => CephErrors.Asking(e, cluster, place, command), cancellationToken);

    public Task<CephAnswer> ChangeAsync(CephCommand command, CancellationToken cancellationToken) => GatherAsync(command, e => CephErrors.Changing(e, cluster, place, command), cancellationToken);

    /// <summary>Runs the program beside the one who takes its output apart; neither is left over when the other ends.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(CephCommand command, Func<Stream, CancellationToken, IAsyncEnumerable<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1024 * 1024, resumeWriterThreshold: 512 * 1024, useSynchronizationContext: false));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = PumpAsync(command, pipe.Writer, stop.Token);
        var stream = pipe.Reader.AsStream();
        var items = read(stream, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await NextAsync(items, running).ConfigureAwait(false)) yield return items.Current;

            // The document ended; what the program says after it decides whether it was all.
            await running.ConfigureAwait(false);
        }
        finally
        {
            await items.DisposeAsync().ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            await pipe.Reader.CompleteAsync().ConfigureAwait(false);
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>When the reader stumbles because the program failed, the program's error is the one that says why.</summary>
    private static async Task<bool> NextAsync<T>(IAsyncEnumerator<T> items, Task running)
    {
        try
        {
            return await items.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationException)
        {
            if (running.IsFaulted) await running.ConfigureAwait(false);
            throw;
        }
    }

    private async Task PumpAsync(CephCommand command, PipeWriter writer, CancellationToken cancellationToken)
    {
        var errors = new OutputCollector(KeptBytes);
        var start = new OutputCollector(4096);
        try
        {
            var code = await RunAsync(command, TakeAsync, e => CephErrors.Asking(e, cluster, place, command), cancellationToken).ConfigureAwait(false);
            if (code != 0) throw CephErrors.Failed(cluster, place, command, new CephAnswer(code, start.End(), errors.End(), null));
            await writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (OperationException)
        {
            // The reader sees an end before its time, and asks this task why.
            await writer.CompleteAsync().ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException e)
        {
            await writer.CompleteAsync(e).ConfigureAwait(false);
            throw;
        }

        async ValueTask TakeAsync(ExecStream stream, ReadOnlyMemory<byte> piece, CancellationToken stop)
        {
            if (stream == ExecStream.Error)
            {
                errors.Add(piece.Span);
                return;
            }

            start.Add(piece.Span);
            await writer.WriteAsync(piece, stop).ConfigureAwait(false);
        }
    }

    private async Task<CephAnswer> GatherAsync(CephCommand command, Func<KubeException, OperationException> explain, CancellationToken cancellationToken)
    {
        var output = new OutputCollector(KeptBytes);
        var error = new OutputCollector(KeptBytes);
        var code = await RunAsync(command, TakeAsync, explain, cancellationToken).ConfigureAwait(false);
        if (output.IsCut) throw CephErrors.Invalid(cluster, place, command, $"it is longer than {KeptBytes / 1024 / 1024} MiB");
        var text = output.End();
        var answer = new CephAnswer(code, text, error.End(), CephText.Json(text));
        if (code == 0 && answer.Error.Trim() is { Length: > 0 } remarks) context.Sink.Note($"{command}: {CephText.Start(remarks)}");
        return answer;

        ValueTask TakeAsync(ExecStream stream, ReadOnlyMemory<byte> piece, CancellationToken stop)
        {
            (stream == ExecStream.Error ? error : output).Add(piece.Span);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>The time-out counts while the program is silent, and stands still while its output is being taken.</summary>
    private async Task<int> RunAsync(CephCommand command, Func<ExecStream, ReadOnlyMemory<byte>, CancellationToken, ValueTask> take, Func<KubeException, OperationException> explain, CancellationToken cancellationToken)
    {
        context.Sink.Note($"Running {command} in {place} on {cluster.Context}.");
        using var silence = new CancellationTokenSource(command.Timeout, cluster.Client.NetworkClock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        var options = new ExecOptions { Command = place.Argv(command), Container = place.Container };
        try
        {
            return await cluster.Client.ExecAsync(place.PodNamespace, place.Pod, options, TakeAsync, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw explain(new KubeConnectionException($"{command} was silent for {command.Timeout.TotalSeconds:0.#} s.", KubeConnectionFailure.Timeout));
        }
        catch (KubeException e)
        {
            throw explain(e);
        }

        async ValueTask TakeAsync(ExecStream stream, ReadOnlyMemory<byte> piece, CancellationToken stop)
        {
            silence.CancelAfter(Timeout.InfiniteTimeSpan);
            await take(stream, piece, stop).ConfigureAwait(false);
            silence.CancelAfter(command.Timeout);
        }
    }
}
