using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>The workloads of one cluster.</summary>
public sealed class WorkloadService
{
    private readonly Cluster _cluster;
    private readonly ResourceService _resources;

    /// <summary>Creates the service.</summary>
    public WorkloadService(Cluster cluster)
    {
        _cluster = cluster;
        _resources = new ResourceService(cluster);
    }

    /// <summary>Streams the workloads that the query asks for. Needs <c>list</c> of the kinds.</summary>
    /// <exception cref="OperationException"><c>NotFound</c> for a literal name or namespace that is not there (unless
    /// <see cref="WorkloadQuery.OnMissing"/> takes it), <c>KindMismatch</c>, and what the cluster refuses.</exception>
    public async IAsyncEnumerable<K8sWorkload> ListAsync(WorkloadQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var now = _cluster.Clock.GetUtcNow();
        await foreach (var target in FindAsync(query, context, cancellationToken).ConfigureAwait(false)) yield return WorkloadReading.ToRecord(target, _cluster.Context, now);
    }

    /// <summary>
    /// The workloads of one namespace that a command is to work on, all found before the first is touched. Without a kind a literal name
    /// must mean one workload.
    /// </summary>
    /// <param name="kind">The kind, or null for Deployments, StatefulSets and DaemonSets.</param>
    /// <param name="ns">The namespace; null for the context's own.</param>
    /// <param name="names">Names, literal or with wildcards.</param>
    /// <param name="uid">The uid that the workload was seen with, or null.</param>
    /// <param name="context">Where the story goes.</param>
    /// <param name="onMissing">Takes the error for a literal name that is not there.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>AmbiguousName</c>, <c>Conflict</c> when the name now belongs to another object, <c>KindMismatch</c>.</exception>
    public async Task<IReadOnlyList<WorkloadTarget>> TargetsAsync(string? kind, string? ns, IReadOnlyList<string> names, string? uid, OperationContext context, Action<OperationException>? onMissing, CancellationToken cancellationToken = default)
    {
        var within = ns ?? _cluster.DefaultNamespace ?? "default";
        var query = new WorkloadQuery { Kinds = kind is { Length: > 0 } ? [kind] : null, Namespaces = [NamePattern.Escape(within)], Names = names, OnMissing = onMissing };
        var found = new List<WorkloadTarget>();
        await foreach (var target in FindAsync(query, context, cancellationToken).ConfigureAwait(false)) found.Add(target);
        foreach (var name in NamePattern.All(names).Where(n => n.IsLiteral))
        {
            var same = found.Where(t => name.IsMatch(t.Name)).ToList();
            if (same.Count < 2) continue;
            throw new OperationException("AmbiguousName", OperationCategory.InvalidArgument, $"{within}/{name.Literal}",
                $"{within}/{name.Literal} on {_cluster.Context} is {string.Join(" and ", same.Select(t => "a " + t.Kind))}.", $"Say which: -Kind {same[0].Kind}.");
        }

        if (uid is { Length: > 0 } && found.FirstOrDefault(t => t.Uid != uid) is { } other)
        {
            throw new OperationException("Conflict", OperationCategory.ResourceBusy, $"{other.Namespace}/{other.Name}",
                $"{other} on {_cluster.Context} is not the one that was read: it was made anew since.", "Read it again and repeat the command.");
        }

        return found;
    }

    /// <summary>The record of a workload that was read.</summary>
    public K8sWorkload ToRecord(WorkloadTarget target) => WorkloadReading.ToRecord(target, _cluster.Context, _cluster.Clock.GetUtcNow());

    /// <summary>The workload as it is now.</summary>
    internal async Task<WorkloadTarget> ReadAgainAsync(WorkloadTarget target, CancellationToken cancellationToken)
        => new(target.Resource, await Asking.For(_cluster.Client.GetAsync(target.Resource, target.Namespace, target.Name, cancellationToken), _cluster, $"get {target}", target.ToString()).ConfigureAwait(false));

    private async IAsyncEnumerable<WorkloadTarget> FindAsync(WorkloadQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var kinds = query.Kinds is { Count: > 0 } given ? [.. given.Select(WorkloadKinds.Get).Distinct()] : WorkloadKinds.RollingOut;
        var missing = new Dictionary<string, List<OperationException>>(StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            context.Sink.Note($"Reading {kind.Plural} on {_cluster.Context}.");
            var ask = new ResourceQuery { Kind = kind.Kind, Names = query.Names, Namespaces = query.Namespaces, LabelSelector = query.LabelSelector };
            await foreach (var o in _resources.ReadAsync(kind, ask, e => (missing.TryGetValue(e.Target ?? "", out var same) ? same : missing[e.Target ?? ""] = []).Add(e), cancellationToken).ConfigureAwait(false)) yield return new WorkloadTarget(kind, o);
        }

        // What is missing in one kind may be there in another.
        foreach (var (target, errors) in missing.Where(m => m.Value.Count == kinds.Count))
        {
            var error = kinds.Count == 1 || query.Namespaces?.Contains(target) == true ? errors[0] : Asking.Missing(_cluster, "workload", null, target);
            if (query.OnMissing is null) throw error;
            query.OnMissing(error);
        }
    }
}
