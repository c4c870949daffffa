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
    public IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, OperationContext context, CancellationToken cancellationToken)
        => CheckRunner.RunAsync(SystemName, cluster, stop =>
        {
            var view = new KubernetesView(cluster, context, stop);
            return [.. s_checks.Select(check => new CheckRun(check.Info, check.WhenAllIsWell, token => check.LookAsync(view, token)))];
        }, context, cancellationToken);
}
