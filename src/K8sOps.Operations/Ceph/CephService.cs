using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Ceph.Checks;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>What an operator reads of one Ceph cluster. All of it changes nothing.</summary>
public sealed partial class CephService
{
    private readonly Cluster _cluster;
    private readonly CephTool _tool;

    /// <summary>Creates the service.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace of the CephCluster; null for that of the only one there is.</param>
    public CephService(Cluster cluster, string? ns = null)
        : this(cluster, new CephTool(cluster, ns))
    {
    }

    /// <summary>Creates the service over a tool that has found its place already.</summary>
    public CephService(Cluster cluster, CephTool tool)
    {
        _cluster = cluster;
        _tool = tool;
    }

    /// <summary>
    /// The cluster as a whole, from <c>ceph status</c>; where Ceph cannot be asked (no exec, no pod to do it in, no answer), what Rook
    /// wrote down last, which is said; its health is then <see cref="CephHealth.Unknown"/> once nothing follows from it any more.
    /// </summary>
    /// <exception cref="OperationException">Neither can be read; <c>NotFound</c> without a CephCluster.</exception>
    public async Task<CephStatus> GetStatusAsync(OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var cluster = await _tool.ClusterObjectAsync(cancellationToken).ConfigureAwait(false);
        var at = await AtAsync(cancellationToken).ConfigureAwait(false);
        CephPlace? place = null;
        try
        {
            place = await _tool.FindAsync(cancellationToken).ConfigureAwait(false);
            return CephStatusReading.Read(await AskAsync(context, cancellationToken, "status").ConfigureAwait(false), cluster, $"exec in {place}", at);
        }
        catch (OperationException e) when (IsOutOfReach(e) && cluster.At("status", "ceph") is not null)
        {
            var told = CephHealthView.OfObject(cluster, at.Now, e, hadPlace: place is not null);
            context.Sink.Warn($"This is what Rook wrote down at its last look, since Ceph could not be asked: {e.Message}{(told.Doubt is { } doubt ? $" Whether {told.Report.StatusText} still holds is not known: {doubt}." : "")}");
            return CephStatusReading.ReadObject(cluster, told, at);
        }
    }

    /// <summary>The OSDs by number, with their pods and figures as far as those can be read.</summary>
    /// <param name="ids">Numbers; null or none for all.</param>
    /// <param name="context">Where the story goes.</param>
    /// <param name="onMissing">Takes the error for a number that no OSD has; null to throw it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>NotFound</c>; Ceph cannot be asked.</exception>
    public async Task<IReadOnlyList<CephOsd>> GetOsdsAsync(IReadOnlyList<int>? ids, OperationContext context, Action<OperationException>? onMissing = null, CancellationToken cancellationToken = default)
    {
        var at = await AtAsync(cancellationToken).ConfigureAwait(false);
        // Where they can be asked at all is found once, before they are asked side by side.
        await _tool.FindAsync(cancellationToken).ConfigureAwait(false);
        var tree = AskAsync(context, cancellationToken, "osd", "tree");
        var usage = AskIfPossibleAsync("the OSDs' use of space", context, cancellationToken, "osd", "df");
        var latency = AskIfPossibleAsync("the OSDs' latencies", context, cancellationToken, "osd", "perf");
        var metadata = AskIfPossibleAsync("the OSDs' versions", context, cancellationToken, "osd", "metadata");
        var map = AskIfPossibleAsync("since when the OSDs are up", context, cancellationToken, "osd", "dump");
        var pods = ListIfPossibleAsync(KubeResources.Pods, at.Namespace, "app=rook-ceph-osd", context, cancellationToken);
        var deployments = ListIfPossibleAsync(KubeResources.Deployments, at.Namespace, "app=rook-ceph-osd", context, cancellationToken);
        await Task.WhenAll(tree, usage, latency, metadata, map, pods, deployments).ConfigureAwait(false);
        var all = new CephOsdReading(await usage.ConfigureAwait(false), await latency.ConfigureAwait(false), await metadata.ConfigureAwait(false), await map.ConfigureAwait(false), await pods.ConfigureAwait(false), await deployments.ConfigureAwait(false))
            .Read(await tree.ConfigureAwait(false), at);
        return ids is not { Count: > 0 } ? all : Chosen(all, ids, o => o.OsdId, id => $"osd.{id}", "OSD", onMissing);
    }

    /// <summary>The pools.</summary>
    /// <param name="names">Names, literal or with wildcards; null or none for all.</param>
    /// <param name="context">Where the story goes.</param>
    /// <param name="onMissing">Takes the error for a literal name that no pool has; null to throw it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>NotFound</c>; Ceph cannot be asked.</exception>
    public async Task<IReadOnlyList<CephPool>> GetPoolsAsync(IReadOnlyList<string>? names, OperationContext context, Action<OperationException>? onMissing = null, CancellationToken cancellationToken = default)
    {
        var at = await AtAsync(cancellationToken).ConfigureAwait(false);
        await _tool.FindAsync(cancellationToken).ConfigureAwait(false);
        var list = AskAsync(context, cancellationToken, "osd", "pool", "ls", "detail");
        var usage = AskIfPossibleAsync("the pools' use of space", context, cancellationToken, "df", "detail");
        var autoscale = AskIfPossibleAsync("what the autoscaler wants", context, cancellationToken, "osd", "pool", "autoscale-status");
        var rules = AskIfPossibleAsync("the CRUSH rules", context, cancellationToken, "osd", "crush", "rule", "dump");
        var blocks = ListIfPossibleAsync(CephKinds.BlockPools, at.Namespace, null, context, cancellationToken);
        var filesystems = ListIfPossibleAsync(CephKinds.Filesystems, at.Namespace, null, context, cancellationToken);
        var stores = ListIfPossibleAsync(CephKinds.ObjectStores, at.Namespace, null, context, cancellationToken);
        await Task.WhenAll(list, usage, autoscale, rules, blocks, filesystems, stores).ConfigureAwait(false);
        var owners = new CephPoolOwners(await blocks.ConfigureAwait(false), await filesystems.ConfigureAwait(false), await stores.ConfigureAwait(false));
        var all = new CephPoolReading(await usage.ConfigureAwait(false), await autoscale.ConfigureAwait(false), await rules.ConfigureAwait(false), owners).Read(await list.ConfigureAwait(false), at);
        return Named(all, names, p => p.Pool, "pool", onMissing);
    }

    /// <summary>Streams the placement groups, however many there are, in Ceph's order.</summary>
    /// <exception cref="OperationException"><c>NotFound</c>; Ceph cannot be asked, or its manager does not answer.</exception>
    public async IAsyncEnumerable<CephPlacementGroup> ListPlacementGroupsAsync(CephPlacementGroupQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var at = await AtAsync(cancellationToken).ConfigureAwait(false);
        var pools = await PoolNamesAsync(context, cancellationToken).ConfigureAwait(false);
        var groups = new CephNames(query.PlacementGroups);
        var wantedPools = new CephNames(query.Pools);
        var states = NamePattern.All(query.States);
        foreach (var pool in pools.Values) wantedPools.Sees(pool);
        var reader = new CephPlacementGroupReader(at.Cluster, at.Namespace, at.Now, pools);
        await foreach (var group in _tool.ReadStreamAsync(new CephCommand("pg", "dump"), reader.ReadAsync, context, cancellationToken).ConfigureAwait(false))
        {
            if (!groups.Sees(group.PlacementGroup) || (query.Pools is { Count: > 0 } && !wantedPools.Sees(group.Pool ?? ""))) continue;
            if (query.UnhealthyOnly && group.IsClean) continue;
            if (states.Count > 0 && !states.Any(s => s.IsMatch(group.State) || group.State.Split('+').Any(s.IsMatch))) continue;
            yield return group;
        }

        foreach (var name in groups.Missing) Miss(Asking.Missing(_cluster, "placement group", null, name), query.OnMissing);
        foreach (var name in wantedPools.Missing) Miss(Asking.Missing(_cluster, "pool", null, name), query.OnMissing);
    }

    /// <summary>What is used and free: of the cluster, of each device class, of each pool.</summary>
    /// <exception cref="OperationException">Ceph cannot be asked.</exception>
    public async Task<IReadOnlyList<CephUsage>> GetUsageAsync(OperationContext context, CancellationToken cancellationToken = default)
    {
        var at = await AtAsync(cancellationToken).ConfigureAwait(false);
        return CephUsageReading.Read(await AskAsync(context, cancellationToken, "df", "detail").ConfigureAwait(false), at);
    }

    /// <summary>The monitors by rank, with their pods and clocks as far as those can be read.</summary>
    /// <param name="names">Names, literal or with wildcards; null or none for all.</param>
    /// <param name="context">Where the story goes.</param>
    /// <param name="onMissing">Takes the error for a literal name that no monitor has; null to throw it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>NotFound</c>; Ceph cannot be asked, as where there is no quorum.</exception>
    public async Task<IReadOnlyList<CephMonitor>> GetMonitorsAsync(IReadOnlyList<string>? names, OperationContext context, Action<OperationException>? onMissing = null, CancellationToken cancellationToken = default)
    {
        var at = await AtAsync(cancellationToken).ConfigureAwait(false);
        await _tool.FindAsync(cancellationToken).ConfigureAwait(false);
        var quorum = AskAsync(context, cancellationToken, "quorum_status");
        var time = AskIfPossibleAsync("the monitors' clocks", context, cancellationToken, "time-sync-status");
        var pods = ListIfPossibleAsync(KubeResources.Pods, at.Namespace, "app=rook-ceph-mon", context, cancellationToken);
        await Task.WhenAll(quorum, time, pods).ConfigureAwait(false);
        var all = CephMonitorReading.Read(await quorum.ConfigureAwait(false), await time.ConfigureAwait(false), await pods.ConfigureAwait(false), at);
        return Named(all, names, m => m.Monitor, "monitor", onMissing);
    }

    /// <summary>The reports of daemons that crashed, newest last.</summary>
    /// <param name="ids">Ids, literal or with wildcards; null or none for all.</param>
    /// <param name="newOnly">Only those that nobody has archived.</param>
    /// <param name="context">Where the story goes.</param>
    /// <param name="onMissing">Takes the error for a literal id that no report has; null to throw it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>NotFound</c>; Ceph cannot be asked, or its manager does not answer.</exception>
    public async Task<IReadOnlyList<CephCrash>> GetCrashesAsync(IReadOnlyList<string>? ids, bool newOnly, OperationContext context, Action<OperationException>? onMissing = null, CancellationToken cancellationToken = default)
    {
        var at = await AtAsync(cancellationToken).ConfigureAwait(false);
        var all = CephCrashReading.Read(await AskAsync(context, cancellationToken, "crash", "ls").ConfigureAwait(false), at);
        var named = Named(all, ids, c => c.CrashId, "crash report", onMissing);
        return newOnly ? [.. named.Where(c => !c.Archived)] : named;
    }

    /// <summary>The flags that are set, with who set them and why where <c>Set-CephFlag</c> did.</summary>
    /// <param name="flags">Flags, literal or with wildcards; null or none for all. A flag that is known and not set is silence.</param>
    /// <param name="context">Where the story goes.</param>
    /// <param name="onMissing">Takes the error for a literal name that is no flag; null to throw it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>NotFound</c>; Ceph cannot be asked.</exception>
    public async Task<IReadOnlyList<CephFlag>> GetFlagsAsync(IReadOnlyList<string>? flags, OperationContext context, Action<OperationException>? onMissing = null, CancellationToken cancellationToken = default)
    {
        var at = await AtAsync(cancellationToken).ConfigureAwait(false);
        var cluster = await ClusterIfPossibleAsync(context, cancellationToken).ConfigureAwait(false);
        var all = CephFlagReading.Read(await AskAsync(context, cancellationToken, "osd", "dump").ConfigureAwait(false), cluster, at);
        var filter = new CephNames(flags);
        foreach (var known in CephFlags.Known.Keys) filter.Sees(known);
        List<CephFlag> chosen = [.. all.Where(f => filter.Sees(f.Flag))];
        foreach (var name in filter.Missing) Miss(Asking.Missing(_cluster, "flag", null, name), onMissing);
        return chosen;
    }
}
