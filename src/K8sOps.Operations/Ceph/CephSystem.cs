using K8sOps.Ceph.Checks;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>Rook and the Ceph that it runs. docs/checks.md describes each check.</summary>
public sealed class CephSystem : ISystem
{
    /// <summary>The system's name.</summary>
    public const string SystemName = CephNaming.System;

    private readonly string? _namespace;

    /// <summary>Creates the system over the only CephCluster there is.</summary>
    public CephSystem()
        : this(null)
    {
    }

    /// <summary>Creates the system over the CephCluster of a namespace.</summary>
    public CephSystem(string? ns) => _namespace = ns;

    /// <inheritdoc/>
    public string Name => SystemName;

    /// <inheritdoc/>
    public IReadOnlyList<CheckInfo> Checks { get; } = [.. CephChecks.All.Select(c => c.Info)];

    /// <summary>Whether Rook's API is served, and a CephCluster is there: where only the operator was installed, there is no Ceph to check.</summary>
    public async Task<bool> IsInstalledAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        if (!await Asking.For(cluster.Client.Discovery.IsGroupServedAsync(CephKinds.Group, cancellationToken), cluster, "read the API groups").ConfigureAwait(false)) return false;
        var list = cluster.Client.ListAsync(CephKinds.Clusters, new Kubernetes.ListOptions { Namespace = _namespace, Limit = 1 }, Kubernetes.KubeJson.Object, cancellationToken);
        await foreach (var found in Asking.ForEach(list, cluster, "list " + CephKinds.Clusters.QualifiedName, cancellationToken).ConfigureAwait(false)) return true;
        return false;
    }

    /// <summary>Makes all checks side by side over answers that are asked for once. A code of Ceph's that has no check of its own comes under its own name, <c>CEPH.CODE</c>.</summary>
    public IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, OperationContext context, CancellationToken cancellationToken)
        => CheckRunner.RunAsync(SystemName, cluster, stop =>
        {
            var view = new CephView(cluster, _namespace, context, stop);
            return [.. CephChecks.All.Select(check => new CheckRun(check.Info, check.WhenAllIsWell, _ => check.LookAsync(view)))];
        }, context, cancellationToken);
}
