using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>The trees of what the apps of one cluster have applied.</summary>
public sealed class FluxTreeService
{
    private const int MostDepth = 64;
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public FluxTreeService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// Streams the trees in the order in which they are drawn: an app, then what its inventory names, each app among it followed by its
    /// own. Needs <c>get</c> and <c>list</c> of the apps; <c>get</c> or <c>list</c> of each kind whose state is shown; for a HelmRelease
    /// without an inventory <c>get</c> of its Secret.
    /// </summary>
    /// <exception cref="OperationException">Without <see cref="FluxTreeQuery.OnError"/>: <c>NotFound</c>, <c>ReleaseUnreadable</c>;
    /// always <c>ApiNotInstalled</c> without Flux, and what forbids reading the apps.</exception>
    public IAsyncEnumerable<FluxTreeNode> ReadAsync(FluxTreeQuery query, OperationContext context, CancellationToken cancellationToken = default)
        => new Walk(_cluster, query, context).RunAsync(cancellationToken);

    private sealed class Walk(Cluster cluster, FluxTreeQuery query, OperationContext context)
    {
        private readonly FluxService _flux = new(cluster);
        private readonly FluxInventoryService _inventories = new(cluster);
        private readonly FluxObjectStates _states = new(cluster);
        private readonly Dictionary<string, FluxTarget> _known = new(StringComparer.Ordinal);
        private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
        private readonly DateTimeOffset _now = cluster.Clock.GetUtcNow();

        public async IAsyncEnumerable<FluxTreeNode> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var isNamed = query.Names is { Count: > 0 };
            // Where no name is given all apps are read at once: which ones nobody applies shows only in all of them.
            var listing = new FluxListing(cluster, isNamed ? FluxListing.Chosen(query.Kinds, FluxKinds.Apps) : FluxKinds.Apps, query.Names, isNamed ? query.Namespaces : null, null, "app") { OnMissing = query.OnError };
            var found = new List<FluxTarget>();
            await foreach (var app in listing.ReadWholeAsync(context, cancellationToken).ConfigureAwait(false))
            {
                found.Add(app);
                _known[app.ToString()] = app;
            }

            foreach (var root in isNamed ? found : await RootsAsync(found, cancellationToken).ConfigureAwait(false))
            {
                await foreach (var node in AppAsync(root, root.ToString(), [], "", "", cancellationToken).ConfigureAwait(false)) yield return node;
            }
        }

        /// <summary>Of the apps of the kinds and namespaces that were asked for, those that none of the others applies.</summary>
        private async Task<IReadOnlyList<FluxTarget>> RootsAsync(IReadOnlyList<FluxTarget> all, CancellationToken cancellationToken)
        {
            var kinds = FluxListing.Chosen(query.Kinds, FluxKinds.Apps);
            var namespaces = new NameFilter(query.Namespaces);
            var chosen = all.Where(a => namespaces.Sees(a.Namespace) && kinds.Contains(a.Resource)).ToDictionary(a => a.ToString(), StringComparer.Ordinal);
            foreach (var ns in namespaces.Missing)
            {
                if (await new ResourceService(cluster).FindAsync(KubeResources.Namespaces, null, ns, cancellationToken).ConfigureAwait(false) is not null) continue;
                var error = Asking.Missing(cluster, "namespace", null, ns);
                if (query.OnError is null) throw error;
                query.OnError(error);
            }

            return [.. chosen.Values.Where(a => FluxReferences.ParentOf(a.Live) is not { } parent || !chosen.ContainsKey(parent.ToString()))];
        }

        private async IAsyncEnumerable<FluxTreeNode> AppAsync(FluxTarget app, string root, IReadOnlyList<string> above, string branch, string indent, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var (entries, notFollowed) = await ChildrenAsync(app, above, cancellationToken).ConfigureAwait(false);
            var live = FluxReferences.Read(app.Live);
            var verdict = FluxVerdict.Of(live);
            var path = new List<string>(above) { app.ToString() };
            yield return Node(new FluxInventoryEntry(app.Resource.Group, app.Resource.Version, app.Kind, app.Namespace, app.Name), root, path, branch) with
            {
                Ready = verdict.Ready,
                Status = verdict.State.ToString(),
                Message = verdict.Message,
                Revision = FluxReading.ToApp(live, app.Resource, cluster.Context, _now).Revision,
                NotFollowed = notFollowed,
            };
            if (entries.Count == 0) yield break;
            var states = query.WithStatus ? await _states.ReadAsync([.. entries.Where(e => !e.IsApp)], cancellationToken).ConfigureAwait(false) : [];
            var next = 0;
            for (var i = 0; i < entries.Count; i++)
            {
                var isLast = i == entries.Count - 1;
                var (joint, below) = (indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  "));
                if (entries[i].IsApp)
                {
                    await foreach (var node in ChildAppAsync(entries[i], root, path, joint, below, cancellationToken).ConfigureAwait(false)) yield return node;
                    continue;
                }

                var plain = Node(entries[i], root, [.. path, entries[i].ToString()], joint);
                if (query.WithStatus)
                {
                    var state = states[next++];
                    plain = plain with { Ready = state.Ready, Status = state.Status, Message = state.Message };
                }

                yield return plain;
            }
        }

        private async IAsyncEnumerable<FluxTreeNode> ChildAppAsync(FluxInventoryEntry entry, string root, List<string> path, string joint, string below, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var missing = "it is not there";
            var status = "Missing";
            FluxTarget? app = null;
            try
            {
                app = await FindAsync(entry, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationException e) when (e.Id is "Forbidden" or "ApiNotInstalled")
            {
                (missing, status) = (e.Message, e.Id == "Forbidden" ? "Unknown" : "Missing");
            }

            if (app is null)
            {
                yield return Node(entry, root, [.. path, entry.ToString()], joint) with { Status = status, Message = missing };
                yield break;
            }

            await foreach (var node in AppAsync(app, root, path, joint, below, cancellationToken).ConfigureAwait(false)) yield return node;
        }

        private async Task<FluxTarget?> FindAsync(FluxInventoryEntry entry, CancellationToken cancellationToken)
        {
            var reference = new FluxReference(entry.Kind, entry.Namespace ?? "", entry.Name);
            return _known.TryGetValue(reference.ToString(), out var known) ? known : await _flux.FindAsync(reference, cancellationToken).ConfigureAwait(false);
        }

        /// <summary>What stands below an app; or why nothing is shown there.</summary>
        private async Task<(IReadOnlyList<FluxInventoryEntry> Entries, string? NotFollowed)> ChildrenAsync(FluxTarget app, IReadOnlyList<string> above, CancellationToken cancellationToken)
        {
            if (above.Contains(app.ToString())) return ([], above[^1] == app.ToString() ? "it applies itself" : "it stands above already");
            if (app.Live.At("spec", "kubeConfig") is JsonObject) return ([], "it applies to another cluster");
            if (above.Count >= (query.Depth ?? MostDepth)) return ([], "the tree ends here");
            if (!_shown.Add(app.ToString())) return ([], "it is shown before");
            try
            {
                if (await _inventories.ReadAsync(app, cancellationToken).ConfigureAwait(false) is not { } inventory) return ([], "nothing tells what it has applied");
                if (inventory.Unreadable.Count > 0) context.Sink.Warn($"{app} on {cluster.Context} has {inventory.Unreadable.Count} entries in its inventory that cannot be read, such as '{inventory.Unreadable[0]}'.");
                return (inventory.Entries, null);
            }
            catch (OperationException e) when (query.OnError is not null && (e.Id is "Forbidden" or "ReleaseUnreadable"))
            {
                query.OnError(e);
                return ([], e.Message);
            }
        }

        private FluxTreeNode Node(FluxInventoryEntry entry, string root, IReadOnlyList<string> path, string branch) => new()
        {
            Cluster = cluster.Context,
            App = root,
            Depth = path.Count - 1,
            Parent = path.Count > 1 ? path[^2] : null,
            Path = string.Join(" > ", path),
            ApiVersion = entry.Version.Length == 0 ? "" : entry.ApiVersion,
            Kind = entry.Kind,
            Namespace = entry.Namespace,
            Name = entry.Name,
            Branch = branch,
            ObservedAt = _now,
        };
    }
}
