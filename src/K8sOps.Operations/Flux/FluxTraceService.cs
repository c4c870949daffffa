using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>
/// From any object of one cluster to the app that applies it, and on to the source. What was read on the way is kept, so that the pods
/// of a platform share the reading of their apps.
/// </summary>
public sealed class FluxTraceService
{
    /// <summary>Owners above owners; more than two are rare, and a circle must end.</summary>
    private const int MostOwners = 16;

    private readonly Cluster _cluster;
    private readonly FluxService _flux;
    private readonly ConcurrentDictionary<FluxReference, Task<FluxFound>> _found = new();
    private Dictionary<(string Group, string Kind, string? Namespace, string Name), FluxReference>? _inventories;
    private string? _unsearched;

    /// <summary>Creates the service.</summary>
    public FluxTraceService(Cluster cluster)
    {
        _cluster = cluster;
        _flux = new FluxService(cluster);
    }

    /// <summary>
    /// Streams the traces of the objects that the query asks for. Needs <c>get</c> or <c>list</c> of the kind, <c>get</c> of its owners,
    /// of the apps and of the sources; <c>list</c> of the apps for an object that no label tells of.
    /// </summary>
    /// <param name="query">The objects.</param>
    /// <param name="onNotManaged">Told of each object that Flux does not manage; null to throw the first.</param>
    /// <param name="context">Where the story goes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>NotManaged</c>; <c>NotFound</c> (unless <see cref="ResourceQuery.OnMissing"/> takes it);
    /// <c>KindNotServed</c>; what the cluster refuses.</exception>
    public async IAsyncEnumerable<FluxTrace> TraceAsync(ResourceQuery query, Action<OperationException>? onNotManaged, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var api = await KindLookup.FindAsync(_cluster, query.Kind, query.ApiVersion, cancellationToken).ConfigureAwait(false);
        await foreach (var live in new ResourceService(_cluster).ReadAsync(api.Resource, query, query.OnMissing, cancellationToken).ConfigureAwait(false))
        {
            FluxTrace trace;
            try
            {
                trace = await TraceAsync(api.Resource, live, context, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationException e) when (e.Id == "NotManaged" && onNotManaged is not null)
            {
                onNotManaged(e);
                continue;
            }

            yield return trace;
        }
    }

    private async Task<FluxTrace> TraceAsync(KubeResource resource, JsonObject live, OperationContext context, CancellationToken cancellationToken)
    {
        var chain = new List<Link> { new(resource, live) };
        var (owner, foundBy) = await OwnerAsync(chain, context, cancellationToken).ConfigureAwait(false);
        var app = await FindAsync(owner, cancellationToken).ConfigureAwait(false);
        var parents = await ParentsAsync(owner, app, cancellationToken).ConfigureAwait(false);
        var trace = new FluxTrace
        {
            Cluster = _cluster.Context,
            ApiVersion = resource.ApiVersion,
            Kind = resource.Kind,
            Namespace = chain[0].Namespace,
            Name = chain[0].Name,
            Owners = [.. chain.Skip(1).Select(l => l.ToString())],
            FoundBy = foundBy,
            AppKind = owner.Kind,
            AppNamespace = owner.Namespace,
            AppName = owner.Name,
            AppStatus = app.Status,
            AppMessage = app.Message,
            Parents = parents,
            ObservedAt = _cluster.Clock.GetUtcNow(),
        };
        if (app.Target is not { } target) return trace;
        var told = _flux.ToApp(target);
        trace = trace with
        {
            AppReady = told.Ready,
            AppStatus = told.Status.ToString(),
            AppMessage = told.Message,
            AppRevision = told.Revision,
            AppPath = told.Path ?? (told.ChartVersion is null ? told.Chart : $"{told.Chart} {told.ChartVersion}"),
            OriginRevision = told.OriginRevision,
        };
        return await WithSourceAsync(trace, target, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The app, by the labels of the object or of the nearest owner that bears them; else by the inventories of all apps.</summary>
    private async Task<(FluxReference App, string FoundBy)> OwnerAsync(List<Link> chain, OperationContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            var link = chain[^1];
            if (FluxOwnership.Of(link.Live) is { Name: { } name } owner) return (new FluxReference(owner.Kind, owner.Namespace ?? "", name), $"labels of {link}");
            if (chain.Count > MostOwners || await OwnerOfAsync(link, context, cancellationToken).ConfigureAwait(false) is not { } above || chain.Exists(l => l.Is(above))) break;
            chain.Add(above);
        }

        // Labels can be taken off, and a chart's renderer need not set them; what is applied stands in an inventory all the same.
        var inventories = _inventories ??= await InventoriesAsync(context, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < chain.Count; i++)
        {
            if (!inventories.TryGetValue((chain[i].Resource.Group, chain[i].Resource.Kind, chain[i].Namespace, chain[i].Name), out var app)) continue;
            chain.RemoveRange(i + 1, chain.Count - i - 1);
            return (app, $"inventory of {app}");
        }

        throw NotManaged(chain);
    }

    private OperationException NotManaged(List<Link> chain)
    {
        var what = chain.Count == 1 ? "Flux does not manage it" : $"Flux manages neither it nor what owns it ({string.Join(", ", chain.Skip(1))})";
        var trace = chain.Select(l => (Link: l, Owner: FluxOwnership.Of(l.Live))).FirstOrDefault(t => t.Owner is not null);
        var hint = trace.Owner is null ? "" : $" Fields of {trace.Link} were set by {trace.Owner}, which has let it go since.";
        return new OperationException("NotManaged", OperationCategory.InvalidOperation, chain[0].ToString(),
            $"Cannot trace {chain[0]} on {_cluster.Context}: {what}. There is no label of Flux, {_unsearched ?? "and no entry in the inventory of any app."}{hint}");
    }

    private async Task<Link?> OwnerOfAsync(Link link, OperationContext context, CancellationToken cancellationToken)
    {
        var owners = link.Live.Items("metadata", "ownerReferences").ToList();
        var owner = owners.Find(o => o.Flag("controller")) ?? (owners.Count > 0 ? owners[0] : null);
        if (owner.Text("kind") is not { Length: > 0 } kind || owner.Text("apiVersion") is not { Length: > 0 } version || owner.Text("name") is not { Length: > 0 } name) return null;
        try
        {
            var resource = (await KindLookup.FindAsync(_cluster, kind, version, cancellationToken).ConfigureAwait(false)).Resource;
            var live = await new ResourceService(_cluster).FindAsync(resource, resource.IsNamespaced ? link.Namespace : null, name, cancellationToken).ConfigureAwait(false);
            return live is null ? null : new Link(resource, live);
        }
        catch (OperationException e) when (e.Id is "Forbidden" or "KindNotServed")
        {
            context.Sink.Warn($"The owner of {link} on {_cluster.Context} could not be read, so the search ends there: {e.Message}");
            return null;
        }
    }

    private async Task<Dictionary<(string, string, string?, string), FluxReference>> InventoriesAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var all = new Dictionary<(string, string, string?, string), FluxReference>();
        var listing = new FluxListing(_cluster, FluxKinds.Apps, null, null, null, "app");
        try
        {
            await foreach (var app in listing.ReadWholeAsync(context, cancellationToken).ConfigureAwait(false))
            {
                if (app.Live.At("spec", "kubeConfig") is not null) continue;
                foreach (var e in FluxInventory.Of(app.Live)?.Entries ?? []) all.TryAdd((e.Group, e.Kind, e.Namespace, e.Name), new FluxReference(app.Kind, app.Namespace, app.Name));
            }
        }
        catch (OperationException e) when (e.Id is "Forbidden" or "ApiNotInstalled")
        {
            _unsearched = "and the inventories of the apps could not be searched: " + e.Message;
            context.Sink.Note(_unsearched);
        }

        return all;
    }

    private async Task<IReadOnlyList<string>> ParentsAsync(FluxReference reference, FluxFound app, CancellationToken cancellationToken)
    {
        var parents = new List<string>();
        var at = app;
        while (at.Target is { } target && FluxReferences.ParentOf(target.Live) is { } parent && parent != reference && !parents.Contains(parent.ToString()))
        {
            parents.Add(parent.ToString());
            at = await FindAsync(parent, cancellationToken).ConfigureAwait(false);
        }

        return parents;
    }

    private async Task<FluxTrace> WithSourceAsync(FluxTrace trace, FluxTarget app, CancellationToken cancellationToken)
    {
        if (FluxReferences.SourceOf(app.Live) is not { } source) return trace;
        var chart = source.Kind == "HelmChart" ? source : FluxReferences.ChartOf(app.Live);
        if (source.Kind == "HelmChart" && await FindAsync(source, cancellationToken).ConfigureAwait(false) is { Target: { } named } && FluxReferences.SourceOf(named.Live) is { } behind) source = behind;
        var found = await FindAsync(source, cancellationToken).ConfigureAwait(false);
        trace = trace with { HelmChart = chart?.ToString(), SourceKind = source.Kind, SourceNamespace = source.Namespace, SourceName = source.Name, SourceStatus = found.Status, SourceMessage = found.Message };
        if (found.Target is not { } target) return trace;
        var told = _flux.ToSource(target);
        var made = target.Live.At("status", "artifact", "metadata");
        return trace with
        {
            SourceReady = told.Ready,
            SourceStatus = told.Status.ToString(),
            SourceMessage = told.Message,
            SourceUrl = told.Url,
            SourceReference = told.Reference,
            SourceRevision = told.Revision,
            OriginRevision = trace.OriginRevision ?? made.Text("org.opencontainers.image.revision"),
            OriginUrl = FluxReading.WithoutUser(made.Text("org.opencontainers.image.source")),
        };
    }

    private Task<FluxFound> FindAsync(FluxReference reference, CancellationToken cancellationToken) => _found.GetOrAdd(reference, r => LookAsync(r, cancellationToken));

    // What cannot be read is part of the answer: an app that is there, and a source that may not be looked at, is told as far as it goes.
    private async Task<FluxFound> LookAsync(FluxReference reference, CancellationToken cancellationToken)
    {
        try
        {
            return await _flux.FindAsync(reference, cancellationToken).ConfigureAwait(false) is { } target
                ? new FluxFound(target, "", null)
                : new FluxFound(null, "Missing", "it is not there: it was removed, or applies from another cluster");
        }
        catch (OperationException e) when (e.Id is "Forbidden" or "KindMismatch" or "ApiNotInstalled")
        {
            return new FluxFound(null, "Unknown", e.Message);
        }
    }

    /// <summary>An app or source that was looked for; without a target the state says why.</summary>
    private sealed record FluxFound(FluxTarget? Target, string Status, string? Message);

    private sealed class Link(KubeResource resource, JsonObject live)
    {
        public KubeResource Resource { get; } = resource;

        public JsonObject Live { get; } = live;

        public string? Namespace { get; } = live.Text("metadata", "namespace");

        public string Name { get; } = live.Text("metadata", "name") ?? "";

        public bool Is(Link other) => Resource == other.Resource && Namespace == other.Namespace && Name == other.Name;

        public override string ToString() => ResourceService.NameOf(Resource, Namespace, Name);
    }
}
