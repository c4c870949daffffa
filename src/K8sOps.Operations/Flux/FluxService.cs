using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Flux.Wire;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>The apps and sources of Flux on one cluster.</summary>
public sealed class FluxService
{
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public FluxService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// Streams the Kustomizations and HelmReleases that the query asks for. Needs <c>list</c> of both kinds (and <c>get</c>, for those that
    /// are suspended without our word: who did it is read from their managed fields).
    /// </summary>
    /// <exception cref="OperationException"><c>NotFound</c> for a literal name or namespace that is not there (unless
    /// <see cref="FluxAppQuery.OnMissing"/> takes it); <c>ApiNotInstalled</c> without Flux; what the cluster refuses.</exception>
    public async IAsyncEnumerable<FluxApp> ListAppsAsync(FluxAppQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var now = _cluster.Clock.GetUtcNow();
        var ask = new FluxListing(_cluster, FluxListing.Chosen(query.Kinds, FluxKinds.Apps), query.Names, query.Namespaces, query.LabelSelector, "app") { OnMissing = query.OnMissing };
        await foreach (var (resource, o) in ask.ReadAsync(context, cancellationToken).ConfigureAwait(false))
        {
            var app = FluxReading.ToApp(o, resource, _cluster.Context, now);
            if (app is not { Suspended: true, SuspendedBy: null })
            {
                yield return app;
                continue;
            }

            var (by, at) = await SuspenderAsync(resource, app.Namespace, app.Name, context, cancellationToken).ConfigureAwait(false);
            yield return app with { SuspendedBy = by, SuspendedAt = app.SuspendedAt ?? at };
        }
    }

    /// <summary>Streams the sources that the query asks for. Needs <c>list</c> of the kinds.</summary>
    /// <exception cref="OperationException">As for <see cref="ListAppsAsync"/>.</exception>
    public async IAsyncEnumerable<FluxSource> ListSourcesAsync(FluxSourceQuery query, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var now = _cluster.Clock.GetUtcNow();
        var ask = new FluxListing(_cluster, FluxListing.Chosen(query.Kinds, FluxKinds.Sources), query.Names, query.Namespaces, query.LabelSelector, "source") { OnMissing = query.OnMissing };
        await foreach (var (resource, o) in ask.ReadAsync(context, cancellationToken).ConfigureAwait(false))
        {
            var source = FluxReading.ToSource(o, resource, _cluster.Context, now);
            if (source is not { Suspended: true, SuspendedBy: null })
            {
                yield return source;
                continue;
            }

            var (by, at) = await SuspenderAsync(resource, source.Namespace, source.Name, context, cancellationToken).ConfigureAwait(false);
            yield return source with { SuspendedBy = by, SuspendedAt = source.SuspendedAt ?? at };
        }
    }

    /// <summary>
    /// The apps that a command is to work on, all found before the first is touched. A literal name must mean one app: of two
    /// namespaces, or of both kinds, the caller has to choose.
    /// </summary>
    /// <param name="kind">The kind, or null for both.</param>
    /// <param name="ns">The namespace; null to look in all.</param>
    /// <param name="names">Names, literal or with wildcards.</param>
    /// <param name="uid">The uid that the app was seen with, or null.</param>
    /// <param name="context">Where the story goes.</param>
    /// <param name="onMissing">Takes the error for a literal name that is not there; null to throw it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>NotFound</c>, <c>AmbiguousName</c>, <c>Conflict</c> when the name now belongs to another object, <c>KindMismatch</c>; what the cluster refuses.</exception>
    public Task<IReadOnlyList<FluxTarget>> AppTargetsAsync(string? kind, string? ns, IReadOnlyList<string> names, string? uid, OperationContext context, Action<OperationException>? onMissing, CancellationToken cancellationToken = default)
        => TargetsAsync(kind, FluxKinds.Apps, "app", ns, names, uid, context, onMissing, cancellationToken);

    /// <summary>As <see cref="AppTargetsAsync"/>, for sources.</summary>
    /// <exception cref="OperationException">As for <see cref="AppTargetsAsync"/>.</exception>
    public Task<IReadOnlyList<FluxTarget>> SourceTargetsAsync(string? kind, string? ns, IReadOnlyList<string> names, string? uid, OperationContext context, Action<OperationException>? onMissing, CancellationToken cancellationToken = default)
        => TargetsAsync(kind, FluxKinds.Sources, "source", ns, names, uid, context, onMissing, cancellationToken);

    /// <summary>The record of an app that was read alone.</summary>
    public FluxApp ToApp(FluxTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var app = FluxReading.ToApp(FluxReferences.Read(target.Live), target.Resource, _cluster.Context, _cluster.Clock.GetUtcNow());
        var (by, at) = FluxSuspension.Of(target.Live);
        return app.Suspended ? app with { SuspendedBy = app.SuspendedBy ?? by, SuspendedAt = app.SuspendedAt ?? at } : app;
    }

    /// <summary>The record of a source that was read alone.</summary>
    public FluxSource ToSource(FluxTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var source = FluxReading.ToSource(FluxReferences.Read(target.Live), target.Resource, _cluster.Context, _cluster.Clock.GetUtcNow());
        var (by, at) = FluxSuspension.Of(target.Live);
        return source.Suspended ? source with { SuspendedBy = source.SuspendedBy ?? by, SuspendedAt = source.SuspendedAt ?? at } : source;
    }

    /// <summary>What a reference leads to; null when it is not there.</summary>
    /// <exception cref="OperationException"><c>KindMismatch</c> for a kind that is none of Flux's; what the cluster refuses.</exception>
    public async Task<FluxTarget?> FindAsync(FluxReference reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var resource = reference.Resource ?? throw new OperationException("KindMismatch", OperationCategory.InvalidArgument, reference.ToString(),
            $"Cannot read {reference} on {_cluster.Context}: {reference.Kind} is no kind of Flux that this module knows.");
        return await new ResourceService(_cluster).FindAsync(resource, reference.Namespace, reference.Name, cancellationToken).ConfigureAwait(false) is { } live ? new FluxTarget(resource, live) : null;
    }

    private async Task<IReadOnlyList<FluxTarget>> TargetsAsync(string? kind, IReadOnlyList<KubeResource> among, string what, string? ns, IReadOnlyList<string> names, string? uid, OperationContext context, Action<OperationException>? onMissing, CancellationToken cancellationToken)
    {
        var kinds = kind is { Length: > 0 } ? [FluxKinds.Get(kind, among)] : among;
        var ask = new FluxListing(_cluster, kinds, names, ns is { Length: > 0 } ? [NamePattern.Escape(ns)] : null, null, what) { OnMissing = onMissing };
        var found = new List<FluxTarget>();
        await foreach (var target in ask.ReadWholeAsync(context, cancellationToken).ConfigureAwait(false)) found.Add(target);
        foreach (var name in NamePattern.All(names).Where(n => n.IsLiteral))
        {
            var same = found.Where(t => name.IsMatch(t.Name)).ToList();
            if (same.Count < 2) continue;
            var areOfOneKind = same.TrueForAll(t => t.Kind == same[0].Kind);
            throw new OperationException("AmbiguousName", OperationCategory.InvalidArgument, name.Literal,
                $"{name.Literal} on {_cluster.Context} is {string.Join(" and ", same)}.", $"Say which: {(areOfOneKind ? $"-Namespace {CommandText.Quote(same[0].Namespace)}" : $"-Kind {same[0].Kind}")}.");
        }

        if (uid is { Length: > 0 } && found.FirstOrDefault(t => t.Uid != uid) is { } other)
        {
            throw new OperationException("Conflict", OperationCategory.ResourceBusy, other.Path,
                $"{other} on {_cluster.Context} is not the one that was read: it was made anew since.", "Read it again and repeat the command.");
        }

        return found;
    }

    private async Task<(string? By, DateTimeOffset? At)> SuspenderAsync(KubeResource resource, string ns, string name, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await new ResourceService(_cluster).FindAsync(resource, ns, name, cancellationToken).ConfigureAwait(false) is JsonObject live ? FluxSuspension.Of(live) : default;
        }
        catch (OperationException e) when (e.Id == "Forbidden")
        {
            context.Sink.Note($"Who suspended {resource.Kind} {ns}/{name} is not told: {e.Message}");
            return default;
        }
    }
}
