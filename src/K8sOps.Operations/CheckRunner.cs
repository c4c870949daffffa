using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace K8sOps;

/// <summary>Makes the checks of one system side by side, and turns what one cannot look at into <see cref="CheckStatus.Unknown"/>.</summary>
internal static class CheckRunner
{
    /// <summary>Results come in the order of the checks, each as soon as it and those before it are there.</summary>
    /// <param name="system">The system's name.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="checks">Gives the checks, over whatever they share, ended by the token that it is given.</param>
    /// <param name="context">Progress and notes.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    public static async IAsyncEnumerable<CheckResult> RunAsync(string system, Cluster cluster, Func<CancellationToken, IReadOnlyList<CheckRun>> checks, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var now = cluster.Clock.GetUtcNow();
        var all = checks(stop.Token);
        var running = all.Select(check => Task.Run(() => MakeAsync(system, cluster, check, now, stop.Token), stop.Token)).ToArray();
        try
        {
            for (var i = 0; i < running.Length; i++)
            {
                context.Sink.Report(new OperationProgress($"Checking {cluster.Context}", all[i].Info.Title, 100.0 * i / running.Length));
                foreach (var result in await running[i].ConfigureAwait(false)) yield return result;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            Task ending = Task.WhenAll(running);
            await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Sink.Report(new OperationProgress($"Checking {cluster.Context}", "", 100, Completed: true));
        }
    }

    private static async Task<IReadOnlyList<CheckResult>> MakeAsync(string system, Cluster cluster, CheckRun check, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        CheckResult About(CheckStatus status, string message) => new()
        {
            Cluster = cluster.Context,
            System = system,
            Id = check.Info.Id,
            Status = status,
            Message = message,
            ObservedAt = now,
            Elapsed = Stopwatch.GetElapsedTime(started),
        };
        try
        {
            var found = await check.LookAsync(cancellationToken).ConfigureAwait(false);
            var elapsed = Stopwatch.GetElapsedTime(started);
            return found.Count == 0 ? [About(CheckStatus.Pass, check.WhenAllIsWell)] : [.. found.Select(f => f with { Elapsed = elapsed })];
        }
        catch (OperationException e)
        {
            return [About(CheckStatus.Unknown, e.Message) with { Remedy = e.Remedy }];
        }
#pragma warning disable CA1031 // A fault of one check must not take the others' findings with it; it is told as what it is.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return [About(CheckStatus.Unknown, $"the check itself failed: {e.GetType().Name}: {e.Message}") with { Evidence = [e.ToString()] }];
        }
#pragma warning restore CA1031
    }
}
