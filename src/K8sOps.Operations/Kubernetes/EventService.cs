using System.Runtime.CompilerServices;
using K8sOps.Kube.Wire;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>The events of one cluster.</summary>
public sealed class EventService
{
    /// <summary>Kinds whose spelling is known, so that <c>-Kind pod</c> can be selected by the server, which compares case.</summary>
    private static readonly string[] s_kinds =
    [
        "Pod", "Node", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob", "PersistentVolumeClaim", "PersistentVolume",
        "Namespace", "Service", "Ingress", "HorizontalPodAutoscaler", "PodDisruptionBudget",
    ];

    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public EventService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// The events that the query asks for, the newest last. The server selects by the type, and by the name and kind of the object where
    /// these are literal. Needs <c>list</c> of events. The API server forgets events after an hour, unless it was told otherwise.
    /// </summary>
    /// <exception cref="OperationException">What the cluster refuses.</exception>
    public IAsyncEnumerable<K8sEvent> ListAsync(EventQuery query, OperationContext context, CancellationToken cancellationToken = default) => ListAsync(query, null, context, cancellationToken);

    /// <summary>The same, of those alone that <paramref name="only"/> lets pass by the object that they tell of.</summary>
    internal async IAsyncEnumerable<K8sEvent> ListAsync(EventQuery query, Func<EventObjectWire, bool>? only, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = _cluster.Clock.GetUtcNow();
        context.Sink.Note($"Listing events on {_cluster.Context}.");
        var found = new List<K8sEvent>();
        var namespaces = new NameFilter(query.Namespaces);
        foreach (var ns in namespaces.Literals ?? [null!])
        {
            await foreach (var e in ReadAsync(ns, query, only, now, cancellationToken).ConfigureAwait(false))
            {
                if (namespaces.Sees(e.Namespace ?? "")) found.Add(e);
            }
        }

        // Only a whole list can be sorted, and only a sorted one tells the story.
        found.Sort(static (a, b) => Comparer<DateTimeOffset?>.Default.Compare(a.LastSeenAt, b.LastSeenAt) is var byTime and not 0 ? byTime : string.CompareOrdinal(a.Name, b.Name));
        foreach (var e in found) yield return e;
    }

    private async IAsyncEnumerable<K8sEvent> ReadAsync(string? ns, EventQuery query, Func<EventObjectWire, bool>? only, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var regarding = new NameFilter(query.Names);
        var reason = query.Reason is { Length: > 0 } text ? new NamePattern(text) : null;
        var options = new ListOptions { Namespace = ns, FieldSelector = SelectorOf(query, regarding) };
        await foreach (var wire in Asking.ForEach(_cluster.Client.ListAsync(KubeResources.Events, options, KubeWire.Default.EventWire, cancellationToken), _cluster, "list events", cancellationToken).ConfigureAwait(false))
        {
            if (only is not null && !only(wire.InvolvedObject)) continue;
            var e = ToRecord(wire, _cluster.Context, now);
            if (query.Kind is { Length: > 0 } kind && !string.Equals(kind, e.RegardingKind, StringComparison.OrdinalIgnoreCase)) continue;
            if (query.Type is { Length: > 0 } type && !string.Equals(type, e.Type, StringComparison.OrdinalIgnoreCase)) continue;
            if (query.Since is { } since && !(e.LastSeenAt >= since)) continue;
            if (reason is not null && !reason.IsMatch(e.Reason)) continue;
            if (regarding.Sees(e.RegardingName ?? "")) yield return e;
        }
    }

    private static string? SelectorOf(EventQuery query, NameFilter regarding) => Asking.Selector(
        regarding.Literals is [var single] ? "involvedObject.name=" + single : null,
        Array.Find(s_kinds, k => string.Equals(k, query.Kind, StringComparison.OrdinalIgnoreCase)) is { } kind ? "involvedObject.kind=" + kind : null,
        Array.Find(["Normal", "Warning"], t => string.Equals(t, query.Type, StringComparison.OrdinalIgnoreCase)) is { } type ? "type=" + type : null);

    /// <summary>Old writers set first and last time and a count, new ones the event's time and a series; some set neither.</summary>
    internal static K8sEvent ToRecord(EventWire e, string cluster, DateTimeOffset now) => new()
    {
        Cluster = cluster,
        Namespace = e.Metadata.Namespace,
        Name = e.Metadata.Name,
        Type = e.Type ?? "",
        Reason = e.Reason ?? "",
        Message = e.Message?.Trim() ?? "",
        RegardingKind = e.InvolvedObject.Kind,
        RegardingName = e.InvolvedObject.Name,
        Count = e.Series?.Count ?? e.Count ?? 1,
        FirstSeenAt = e.FirstTimestamp ?? e.EventTime ?? e.Metadata.CreationTimestamp,
        LastSeenAt = e.Series?.LastObservedTime ?? e.LastTimestamp ?? e.EventTime ?? e.Metadata.CreationTimestamp,
        Source = SourceOf(e),
        ObservedAt = now,
    };

    private static string? SourceOf(EventWire e)
    {
        var component = string.IsNullOrEmpty(e.Source?.Component) ? e.ReportingComponent : e.Source.Component;
        if (string.IsNullOrEmpty(component)) return null;
        return string.IsNullOrEmpty(e.Source?.Host) ? component : $"{component}, {e.Source.Host}";
    }
}
