using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using K8sOps.Flux.Wire;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>
/// One reading of several of Flux's kinds as though they were one. A literal name is missing only when no kind has it. A kind that is
/// not installed (a Flux without its helm-controller) is passed over, unless none is.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="kinds">The kinds, in the order in which they are read.</param>
/// <param name="names">Names, literal or with wildcards; null or none for all.</param>
/// <param name="namespaces">Namespaces, likewise.</param>
/// <param name="labels">A label selector, or null.</param>
/// <param name="what">What the kinds are together, in an error: <c>app</c> or <c>source</c>.</param>
internal sealed class FluxListing(Cluster cluster, IReadOnlyList<KubeResource> kinds, IReadOnlyList<string>? names, IReadOnlyList<string>? namespaces, string? labels, string what)
{
    private readonly NameFilter _names = new(names);
    private readonly NameFilter _namespaces = new(namespaces);
    private readonly HashSet<string> _seenNamespaces = new(StringComparer.Ordinal);

    /// <summary>Takes the error for a literal name or namespace that is not there; null to throw the first.</summary>
    public Action<OperationException>? OnMissing { get; init; }

    /// <summary>The kinds that were asked for, in our own order; all where none was.</summary>
    /// <exception cref="OperationException"><c>KindMismatch</c>.</exception>
    public static IReadOnlyList<KubeResource> Chosen(IReadOnlyList<string>? kinds, IReadOnlyList<KubeResource> among)
    {
        if (kinds is not { Count: > 0 }) return among;
        var chosen = kinds.Select(k => FluxKinds.Get(k, among)).ToHashSet();
        return [.. among.Where(chosen.Contains)];
    }

    /// <summary>Streams the objects in their wire shape.</summary>
    public IAsyncEnumerable<(KubeResource Resource, FluxObjectWire Item)> ReadAsync(OperationContext context, CancellationToken cancellationToken)
        => ReadAsync(FluxWire.Default.FluxObjectWire, static o => (o.Metadata.Namespace, o.Metadata.Name), context, cancellationToken);

    /// <summary>Streams the objects in full.</summary>
    public async IAsyncEnumerable<FluxTarget> ReadWholeAsync(OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (resource, live) in ReadAsync(KubeJson.Object, static o => (o.Text("metadata", "namespace") ?? "", o.Text("metadata", "name") ?? ""), context, cancellationToken).ConfigureAwait(false))
        {
            // Items of a list come without them.
            live["apiVersion"] ??= resource.ApiVersion;
            live["kind"] ??= resource.Kind;
            yield return new FluxTarget(resource, live);
        }
    }

    private async IAsyncEnumerable<(KubeResource Resource, T Item)> ReadAsync<T>(JsonTypeInfo<T> type, Func<T, (string Namespace, string Name)> identity, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OperationException? absent = null;
        var isAny = false;
        foreach (var kind in kinds)
        {
            context.Sink.Note($"Reading {kind.Plural} on {cluster.Context}.");
            var items = ListAsync(kind, type, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var owned = items.ConfigureAwait(false);
            while (true)
            {
                try
                {
                    if (!await items.MoveNextAsync().ConfigureAwait(false))
                    {
                        isAny = true;
                        break;
                    }
                }
                catch (OperationException e) when (e.Id == "ApiNotInstalled" && kinds.Count > 1)
                {
                    absent = e;
                    context.Sink.Note($"{kind.QualifiedName} is not installed on {cluster.Context}.");
                    break;
                }

                var (ns, name) = identity(items.Current);
                _seenNamespaces.Add(ns);
                if (_namespaces.Sees(ns) && _names.Sees(name)) yield return (kind, items.Current);
            }
        }

        if (!isAny && absent is not null) throw absent;
        foreach (var missing in await MissingAsync(cancellationToken).ConfigureAwait(false))
        {
            if (OnMissing is null) throw missing;
            OnMissing(missing);
        }
    }

    /// <summary>One list; or one for each namespace and each name, where all are literal and few, so that the server hands out no more than is wanted.</summary>
    private async IAsyncEnumerable<T> ListAsync<T>(KubeResource kind, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<string?> fields = _names.Literals is { Count: <= 8 } literals ? [.. literals.Select(n => "metadata.name=" + n)] : [null];
        foreach (var ns in _namespaces.Literals ?? [null!])
        {
            foreach (var field in fields)
            {
                var options = new ListOptions { Namespace = ns, FieldSelector = field, LabelSelector = labels };
                var action = ns is null ? $"list {kind.QualifiedName}" : $"list {kind.QualifiedName} in namespace {ns}";
                await foreach (var item in Asking.ForEach(cluster.Client.ListAsync(kind, options, type, cancellationToken), cluster, action, cancellationToken).ConfigureAwait(false)) yield return item;
            }
        }
    }

    private async Task<IReadOnlyList<OperationException>> MissingAsync(CancellationToken cancellationToken)
    {
        var missing = new List<OperationException>();
        foreach (var ns in (_namespaces.Literals ?? []).Where(n => !_seenNamespaces.Contains(n)))
        {
            if (!await ExistsAsync(ns, cancellationToken).ConfigureAwait(false)) missing.Add(Asking.Missing(cluster, "namespace", null, ns));
        }

        if (missing.Count > 0) return missing;
        var where = _namespaces.Literals is [var only] ? only : null;
        var kind = kinds.Count == 1 ? kinds[0].Kind : what;
        return [.. _names.Missing.Select(n => Asking.Missing(cluster, kind, where, n))];
    }

    // An empty namespace and a mistyped one list alike; only asking for it tells them apart.
    private async Task<bool> ExistsAsync(string ns, CancellationToken cancellationToken)
    {
        try
        {
            return await new ResourceService(cluster).FindAsync(KubeResources.Namespaces, null, ns, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (OperationException e) when (e.Id == "Forbidden")
        {
            // Who may read the objects of a namespace need not be allowed to read the namespace: then the empty list stands.
            return true;
        }
    }
}
