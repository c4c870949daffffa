using K8sOps.Kube.Wire;
using K8sOps.Kubernetes;

namespace K8sOps.Kube.Checks;

/// <summary>
/// What the checks of one run look at: each list is read once, when the first check asks for it, and shared by the others. A list that
/// cannot be read fails every check that needs it, and no other.
/// </summary>
internal sealed class KubernetesView
{
    private readonly OperationContext _context;
    private readonly CancellationToken _cancellationToken;
    private readonly Lazy<Task<IReadOnlyList<K8sNode>>> _nodes;
    private readonly Lazy<Task<PodCensus>> _pods;
    private readonly Lazy<Task<IReadOnlyList<WorkloadWire>>> _deployments;
    private readonly Lazy<Task<IReadOnlyList<WorkloadWire>>> _statefulSets;
    private readonly Lazy<Task<IReadOnlyList<WorkloadWire>>> _daemonSets;
    private readonly Lazy<Task<IReadOnlyList<ClaimWire>>> _claims;
    private readonly Lazy<Task<IReadOnlyList<StorageClassWire>>> _storageClasses;
    private readonly Lazy<Task<IReadOnlyList<JobWire>>> _jobs;
    private readonly Lazy<Task<IReadOnlyList<BudgetWire>>> _budgets;
    private readonly Lazy<Task<IReadOnlyList<NamespaceStateWire>>> _namespaces;
    private readonly Lazy<Task<EventIndex>> _warnings;

    public KubernetesView(Cluster cluster, OperationContext context, CancellationToken cancellationToken)
    {
        Cluster = cluster;
        Now = cluster.Clock.GetUtcNow();
        _context = context;
        _cancellationToken = cancellationToken;
        _nodes = new(() => CollectAsync("nodes", new NodeService(cluster).ListAsync(NodeQuery.All, context, cancellationToken)));
        _pods = new(CountPodsAsync);
        _deployments = new(() => ListAsync(KubeResources.Deployments, KubeWire.Default.WorkloadWire));
        _statefulSets = new(() => ListAsync(KubeResources.StatefulSets, KubeWire.Default.WorkloadWire));
        _daemonSets = new(() => ListAsync(KubeResources.DaemonSets, KubeWire.Default.WorkloadWire));
        _claims = new(() => ListAsync(KubeResources.PersistentVolumeClaims, KubeWire.Default.ClaimWire));
        _storageClasses = new(() => ListAsync(KubeResources.StorageClasses, KubeWire.Default.StorageClassWire));
        _jobs = new(() => ListAsync(KubeResources.Jobs, KubeWire.Default.JobWire));
        _budgets = new(() => ListAsync(KubeResources.PodDisruptionBudgets, KubeWire.Default.BudgetWire));
        _namespaces = new(() => ListAsync(KubeResources.Namespaces, KubeWire.Default.NamespaceStateWire));
        _warnings = new(ReadWarningsAsync);
    }

    public Cluster Cluster { get; }

    /// <summary>The time that all verdicts of this run are made at, by the cluster's clock.</summary>
    public DateTimeOffset Now { get; }

    public Task<IReadOnlyList<K8sNode>> Nodes => _nodes.Value;

    public Task<PodCensus> Pods => _pods.Value;

    public Task<IReadOnlyList<WorkloadWire>> Deployments => _deployments.Value;

    public Task<IReadOnlyList<WorkloadWire>> StatefulSets => _statefulSets.Value;

    public Task<IReadOnlyList<WorkloadWire>> DaemonSets => _daemonSets.Value;

    public Task<IReadOnlyList<ClaimWire>> Claims => _claims.Value;

    public Task<IReadOnlyList<StorageClassWire>> StorageClasses => _storageClasses.Value;

    public Task<IReadOnlyList<JobWire>> Jobs => _jobs.Value;

    public Task<IReadOnlyList<BudgetWire>> Budgets => _budgets.Value;

    public Task<IReadOnlyList<NamespaceStateWire>> Namespaces => _namespaces.Value;

    /// <summary>The Warning events, asked for only once something is wrong. Without the permission there are none: they add a cause, not a verdict.</summary>
    public Task<EventIndex> Warnings => _warnings.Value;

    /// <summary>The names of the nodes that are not ready; empty, with a note, when nodes cannot be listed.</summary>
    public async Task<IReadOnlySet<string>> LostNodesAsync()
    {
        var nodes = await OrNoneAsync(Nodes).ConfigureAwait(false);
        return nodes.Where(n => !n.Ready).Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A list that only sharpens a verdict: where it cannot be read, the verdict stands without it.</summary>
    public async Task<IReadOnlyList<T>> OrNoneAsync<T>(Task<IReadOnlyList<T>> list)
    {
        try
        {
            return await list.ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            _context.Sink.Note($"The checks go on without it: {e.Message}");
            return [];
        }
    }

    private async Task<PodCensus> CountPodsAsync()
    {
        Report("pods");
        var census = new PodCensus(Cluster.Context, Now);
        await foreach (var pod in new PodService(Cluster).ReadAsync(PodQuery.All, Now, _cancellationToken).ConfigureAwait(false)) census.Add(pod);
        return census;
    }

    private async Task<EventIndex> ReadWarningsAsync()
    {
        var events = CollectAsync("events", new EventService(Cluster).ListAsync(new EventQuery { Type = "Warning" }, _context, _cancellationToken));
        return new EventIndex(await OrNoneAsync(events).ConfigureAwait(false), Now);
    }

    private Task<IReadOnlyList<T>> ListAsync<T>(KubeResource resource, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        => CollectAsync(resource.Plural, Asking.ForEach(Cluster.Client.ListAsync(resource, ListOptions.All, type, _cancellationToken), Cluster, $"list {resource.QualifiedName}", _cancellationToken));

    private async Task<IReadOnlyList<T>> CollectAsync<T>(string what, IAsyncEnumerable<T> items)
    {
        Report(what);
        var all = new List<T>();
        await foreach (var item in items.ConfigureAwait(false)) all.Add(item);
        return all;
    }

    private void Report(string what) => _context.Sink.Report(new OperationProgress($"Checking {Cluster.Context}", $"Listing {what}"));
}
