using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph.Checks;

/// <summary>What the checks of one run look at: each thing is asked for once, side by side. What cannot be read fails the checks that need it, and no other.</summary>
internal sealed class CephView
{
    private readonly CephTool _tool;
    private readonly CephService _service;
    private readonly OperationContext _context;
    private readonly CancellationToken _cancellationToken;
    private readonly Lazy<Task<CephHealthView>> _health;
    private readonly Lazy<Task<IReadOnlyList<CephOsd>>> _osds;
    private readonly Lazy<Task<IReadOnlyList<CephPool>>> _pools;
    private readonly Lazy<Task<IReadOnlyList<CephCrash>>> _crashes;
    private readonly Lazy<Task<IReadOnlyDictionary<string, int>>> _versions;
    private readonly Lazy<Task<IReadOnlyList<JsonObject>>> _pods;
    private readonly Lazy<Task<IReadOnlyList<JsonObject>>> _deployments;
    private readonly Lazy<Task<int>> _nodes;

    public CephView(Cluster cluster, string? ns, OperationContext context, CancellationToken cancellationToken)
    {
        Cluster = cluster;
        Now = cluster.Clock.GetUtcNow();
        _tool = new CephTool(cluster, ns);
        _service = new CephService(cluster, _tool);
        _context = new OperationContext(context.Command, new CephNotes(context.Sink));
        _cancellationToken = cancellationToken;
        _health = new(HealthOfAsync);
        _osds = new(() => _service.GetOsdsAsync(null, _context, null, _cancellationToken));
        _pools = new(() => _service.GetPoolsAsync(null, _context, null, _cancellationToken));
        _crashes = new(() => _service.GetCrashesAsync(null, newOnly: true, _context, null, _cancellationToken));
        _versions = new(VersionsOfAsync);
        _pods = new(async () => await ListAsync(KubeResources.Pods, await NamespaceAsync().ConfigureAwait(false), null).ConfigureAwait(false));
        _deployments = new(async () => await ListAsync(KubeResources.Deployments, await NamespaceAsync().ConfigureAwait(false), null).ConfigureAwait(false));
        _nodes = new(CountNodesAsync);
    }

    public Cluster Cluster { get; }

    /// <summary>The time that all verdicts of this run are made at, by the cluster's clock.</summary>
    public DateTimeOffset Now { get; }

    public Task<CephHealthView> Health => _health.Value;

    public Task<IReadOnlyList<CephOsd>> Osds => _osds.Value;

    public Task<IReadOnlyList<CephPool>> Pools => _pools.Value;

    /// <summary>Crash reports that nobody has archived.</summary>
    public Task<IReadOnlyList<CephCrash>> Crashes => _crashes.Value;

    /// <summary>How many daemons run which version of Ceph.</summary>
    public Task<IReadOnlyDictionary<string, int>> Versions => _versions.Value;

    /// <summary>The pods of the CephCluster's namespace.</summary>
    public Task<IReadOnlyList<JsonObject>> Pods => _pods.Value;

    /// <summary>The Deployments of the CephCluster's namespace.</summary>
    public Task<IReadOnlyList<JsonObject>> Deployments => _deployments.Value;

    /// <summary>How many nodes the cluster has.</summary>
    public Task<int> Nodes => _nodes.Value;

    public Task<string> NamespaceAsync() => _tool.NamespaceAsync(_cancellationToken);

    public Task<JsonObject> ClusterObjectAsync() => _tool.ClusterObjectAsync(_cancellationToken);

    public Task<CephPlace> PlaceAsync() => _tool.FindAsync(_cancellationToken);

    public async Task<IReadOnlyList<JsonObject>> ListAsync(KubeResource resource, string? ns, string? labels)
    {
        var found = new List<JsonObject>();
        var items = Cluster.Client.ListAsync(resource, new ListOptions { Namespace = ns, LabelSelector = labels }, KubeJson.Object, _cancellationToken);
        await foreach (var item in Asking.ForEach(items, Cluster, "list " + resource.QualifiedName, _cancellationToken).ConfigureAwait(false)) found.Add(item);
        return found;
    }

    /// <summary>The health, unless nothing follows from it: it is too old, Ceph is silent, or Rook could not ask either.</summary>
    /// <exception cref="OperationException">It is not known, and why.</exception>
    public async Task<CephHealthView> KnownHealthAsync()
    {
        var health = await Health.ConfigureAwait(false);
        return health.Doubt is not { } doubt ? health
            : throw new OperationException("CephUnreachable", OperationCategory.ResourceUnavailable, Cluster.Context, $"Not known: {doubt}.", health.Error?.Remedy, health.Error);
    }

    private async Task<CephHealthView> HealthOfAsync()
    {
        CephPlace? place = null;
        try
        {
            place = await PlaceAsync().ConfigureAwait(false);
            var answer = await _tool.ReadAsync(new CephCommand("health", "detail"), _context, _cancellationToken).ConfigureAwait(false);
            return new CephHealthView(CephHealthReport.Read(answer, new CephReadingContext(Cluster.Context, place.Namespace, Now)), $"exec in {place}", Age: null, Error: null, IsSilent: false);
        }
        catch (OperationException e) when (CephService.IsOutOfReach(e) || e.Id is "CephAnswerInvalid" or "CephCommandFailed")
        {
            return CephHealthView.OfObject(await ClusterObjectAsync().ConfigureAwait(false), Now, e, hadPlace: place is not null);
        }
    }

    private async Task<IReadOnlyDictionary<string, int>> VersionsOfAsync()
    {
        JsonNode? overall;
        if ((await Health.ConfigureAwait(false)).IsLive) overall = (await _tool.ReadAsync(new CephCommand("versions"), _context, _cancellationToken).ConfigureAwait(false)).At("overall");
        else overall = (await ClusterObjectAsync().ConfigureAwait(false)).At("status", "ceph", "versions", "overall");
        return (overall as JsonObject ?? []).ToDictionary(v => v.Key, v => v.Value.Small() ?? 0, StringComparer.Ordinal);
    }

    private async Task<int> CountNodesAsync()
    {
        var count = 0;
        var items = Cluster.Client.ListAsync(KubeResources.Nodes, new ListOptions { MetadataOnly = true }, KubeJson.Object, _cancellationToken);
        await foreach (var node in Asking.ForEach(items, Cluster, "list nodes", _cancellationToken).ConfigureAwait(false)) count++;
        return count;
    }
}
