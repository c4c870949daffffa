using System.Diagnostics;
using System.Runtime.CompilerServices;
using K8sOps.Kube.Checks;

namespace K8sOps.Kube;

/// <summary>Kubernetes itself: the API server, nodes, pods, workloads, claims and jobs. docs/checks.md describes each check.</summary>
public sealed class KubernetesSystem : ISystem
{
    /// <summary>The system's name.</summary>
    public const string SystemName = "Kubernetes";

    private static readonly KubernetesCheck[] s_checks =
    [
        new ApiUnhealthyCheck(),
        new NodeNotReadyCheck(),
        new NodePressureCheck(),
        new NodeUnschedulableCheck(),
        new PodOomKilledCheck(),
        new PodCrashingCheck(),
        new PodWaitingCheck(),
        new PodNotReadyCheck(),
        new WorkloadUnavailableCheck(),
        new ClaimUnboundCheck(),
        new JobFailedCheck(),
        new BudgetBlockingCheck(),
        new NamespaceTerminatingCheck(),
    ];

    /// <inheritdoc/>
    public string Name => SystemName;

    /// <inheritdoc/>
    public IReadOnlyList<CheckInfo> Checks { get; } = [.. s_checks.Select(c => c.Info)];

    /// <summary>Always true: what answers to a kubeconfig is Kubernetes.</summary>
    public Task<bool> IsInstalledAsync(Cluster cluster, CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>
    /// Makes all checks side by side over lists that are read once. Results come in the order of <see cref="Checks"/>, each as soon as it and
    /// those before it are there.
    /// </summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="context">Progress and notes.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    public async IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var view = new KubernetesView(cluster, context, stop.Token);
        var running = Array.ConvertAll(s_checks, check => Task.Run(() => MakeAsync(check, view, stop.Token), stop.Token));
        try
        {
            for (var i = 0; i < running.Length; i++)
            {
                context.Sink.Report(new OperationProgress($"Checking {cluster.Context}", s_checks[i].Info.Title, 100.0 * i / running.Length));
                foreach (var result in await running[i].ConfigureAwait(false)) yield return result;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            Task all = Task.WhenAll(running);
            await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Sink.Report(new OperationProgress($"Checking {cluster.Context}", "", 100, Completed: true));
        }
    }

    private static async Task<IReadOnlyList<CheckResult>> MakeAsync(KubernetesCheck check, KubernetesView view, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var found = await check.LookAsync(view, cancellationToken).ConfigureAwait(false);
            var elapsed = Stopwatch.GetElapsedTime(started);
            return found.Count == 0
                ? [About(check, view, CheckStatus.Pass, check.WhenAllIsWell) with { Elapsed = elapsed }]
                : [.. found.Select(f => f with { Elapsed = elapsed })];
        }
        catch (OperationException e)
        {
            return [About(check, view, CheckStatus.Unknown, e.Message) with { Remedy = e.Remedy, Elapsed = Stopwatch.GetElapsedTime(started) }];
        }
#pragma warning disable CA1031 // A fault of one check must not take the others' findings with it; it is told as what it is.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return [About(check, view, CheckStatus.Unknown, $"the check itself failed: {e.GetType().Name}: {e.Message}") with { Evidence = [e.ToString()], Elapsed = Stopwatch.GetElapsedTime(started) }];
        }
#pragma warning restore CA1031
    }

    private static CheckResult About(KubernetesCheck check, KubernetesView view, CheckStatus status, string message) => new()
    {
        Cluster = view.Cluster.Context,
        System = SystemName,
        Id = check.Info.Id,
        Status = status,
        Message = message,
        ObservedAt = view.Now,
    };
}
