using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <content>How it asks, and what it makes of what is missing.</content>
public sealed partial class CephService
{
    /// <summary>The OSDs by number with their hosts and states alone, which the monitors know.</summary>
    public async Task<IReadOnlyList<CephOsd>> GetOsdPlacesAsync(OperationContext context, CancellationToken cancellationToken = default)
    {
        var at = await AtAsync(cancellationToken).ConfigureAwait(false);
        return new CephOsdReading(null, null, null, null, null, null).Read(await AskAsync(context, cancellationToken, "osd", "tree").ConfigureAwait(false), at);
    }

    /// <summary>The names of the pools.</summary>
    public async Task<IReadOnlyCollection<string>> GetPoolNamesAsync(OperationContext context, CancellationToken cancellationToken = default)
        => (await PoolNamesAsync(context, cancellationToken).ConfigureAwait(false)).Values;

    /// <summary>The names of the monitors, managers and OSDs that run, or should, by their Deployments: <c>mon.a</c>, <c>mgr.b</c>, <c>osd.3</c>.</summary>
    public async Task<IReadOnlyList<string>> GetDaemonNamesAsync(OperationContext context, CancellationToken cancellationToken = default)
    {
        var at = await AtAsync(cancellationToken).ConfigureAwait(false);
        var deployments = await ListIfPossibleAsync(KubeResources.Deployments, at.Namespace, "ceph_daemon_type", context, cancellationToken).ConfigureAwait(false);
        return [.. deployments.Select(d => $"{d.Text("metadata", "labels", "ceph_daemon_type")}.{d.Text("metadata", "labels", "ceph_daemon_id")}").Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether the error means that Ceph cannot be asked at all now, rather than that it refuses this question.</summary>
    internal static bool IsOutOfReach(OperationException e)
        => e.Id is "Forbidden" or "CephUnreachable" or "CommandNotRun" or "Timeout" or "ConnectionFailed" or "NotFound" or "ApiUnavailable";

    internal async Task<CephReadingContext> AtAsync(CancellationToken cancellationToken)
        => new(_cluster.Context, await _tool.NamespaceAsync(cancellationToken).ConfigureAwait(false), _cluster.Clock.GetUtcNow());

    internal Task<JsonNode> AskAsync(OperationContext context, CancellationToken cancellationToken, params IReadOnlyList<string> arguments)
        => _tool.ReadAsync(new CephCommand(arguments), context, cancellationToken);

    /// <summary>Asks for what only adds to the answer: without a manager half of it is better than nothing.</summary>
    internal async Task<JsonNode?> AskIfPossibleAsync(string what, OperationContext context, CancellationToken cancellationToken, params IReadOnlyList<string> arguments)
    {
        try
        {
            // Somebody waits at the prompt for what the manager may never answer.
            return await _tool.ReadAsync(new CephCommand(arguments) { Timeout = TimeSpan.FromSeconds(20) }, context, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            context.Sink.Warn($"Without {what}: {e.Message}");
            return null;
        }
    }

    internal async Task<IReadOnlyList<JsonObject>> ListIfPossibleAsync(KubeResource resource, string ns, string? labels, OperationContext context, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        try
        {
            var list = _cluster.Client.ListAsync(resource, new ListOptions { Namespace = ns, LabelSelector = labels }, KubeJson.Object, cancellationToken);
            await foreach (var item in Asking.ForEach(list, _cluster, "list " + resource.QualifiedName, cancellationToken).ConfigureAwait(false)) found.Add(item);
        }
        catch (OperationException e)
        {
            context.Sink.Note($"Without the {resource.Plural}: {e.Message}");
        }

        return found;
    }

    /// <summary>The names of the pools by number; none where they cannot be read.</summary>
    private async Task<Dictionary<int, string>> PoolNamesAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var pools = new Dictionary<int, string>();
        foreach (var pool in (await AskAsync(context, cancellationToken, "osd", "pool", "ls", "detail").ConfigureAwait(false)).Items())
        {
            if (pool.Small("pool_id") is { } id && pool.Text("pool_name") is { } name) pools[id] = name;
        }

        return pools;
    }

    private async Task<JsonObject?> ClusterIfPossibleAsync(OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await _tool.ClusterObjectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e) when (e.Id is "Forbidden" or "NotFound")
        {
            context.Sink.Note($"Without what the CephCluster tells: {e.Message}");
            return null;
        }
    }

    private IReadOnlyList<T> Named<T>(IReadOnlyList<T> all, IReadOnlyList<string>? names, Func<T, string> name, string kind, Action<OperationException>? onMissing)
    {
        var filter = new CephNames(names);
        List<T> chosen = [.. all.Where(item => filter.Sees(name(item)))];
        foreach (var missing in filter.Missing) Miss(Asking.Missing(_cluster, kind, null, missing), onMissing);
        return chosen;
    }

    private IReadOnlyList<T> Chosen<T>(IReadOnlyList<T> all, IReadOnlyList<int> ids, Func<T, int> id, Func<int, string> name, string kind, Action<OperationException>? onMissing)
    {
        foreach (var missing in ids.Distinct().Where(i => all.All(item => id(item) != i))) Miss(Asking.Missing(_cluster, kind, null, name(missing)), onMissing);
        return [.. all.Where(item => ids.Contains(id(item)))];
    }

    private static void Miss(OperationException error, Action<OperationException>? onMissing)
    {
        if (onMissing is null) throw error;
        onMissing(error);
    }
}
