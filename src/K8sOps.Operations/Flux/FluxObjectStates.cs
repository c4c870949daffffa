using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>
/// The live states of the objects of inventories. Few objects of a kind are got one by one; from some on the kind is listed once, and
/// what the list said is kept, so that a platform of thousands of objects takes some dozen requests.
/// </summary>
/// <param name="cluster">The cluster.</param>
internal sealed class FluxObjectStates(Cluster cluster)
{
    /// <summary>How many objects of a kind are got before the kind is listed.</summary>
    private const int MostGets = 12;

    private const int SideBySide = 8;

    /// <summary>Kinds without a state, of which there are many or which hold much: that they are there is all that is asked of a list.</summary>
    private static readonly HashSet<string> s_bare = ["Secret", "ConfigMap", "ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"];

    private readonly Dictionary<(string Group, string Kind), Reading> _kinds = [];

    /// <summary>The states of the entries, in their order.</summary>
    /// <exception cref="OperationException">The cluster does not answer.</exception>
    public async Task<IReadOnlyList<ObjectState>> ReadAsync(IReadOnlyList<FluxInventoryEntry> entries, CancellationToken cancellationToken)
    {
        var states = new ObjectState[entries.Count];
        var kinds = new List<(Reading Kind, List<int> At)>();
        foreach (var group in Enumerable.Range(0, entries.Count).GroupBy(i => (entries[i].Group, entries[i].Kind)))
        {
            if (!_kinds.TryGetValue(group.Key, out var kind)) _kinds[group.Key] = kind = await KindAsync(entries[group.First()], cancellationToken).ConfigureAwait(false);
            kinds.Add((kind, [.. group]));
        }

        await Parallel.ForEachAsync(kinds, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken }, async (k, stop) =>
        {
            await FillAsync(k.Kind, k.At.Count, stop).ConfigureAwait(false);
            foreach (var i in k.At) states[i] = await OneAsync(k.Kind, entries[i], stop).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return states;
    }

    private async Task<Reading> KindAsync(FluxInventoryEntry entry, CancellationToken cancellationToken)
    {
        var served = await Asking.For(cluster.Client.Discovery.ResourcesAsync(cancellationToken), cluster, "find the kind " + entry.Kind).ConfigureAwait(false);
        var ofKind = served.Where(r => r.Resource.Group == entry.Group && r.Resource.Kind == entry.Kind).ToList();
        var api = ofKind.Find(r => r.Resource.Version == entry.Version) ?? (ofKind.Count > 0 ? ofKind[0] : null);
        return new Reading(api?.Resource, api is null || (api.Verbs.Count > 0 && !api.Verbs.Contains("list")));
    }

    private async Task FillAsync(Reading kind, int more, CancellationToken cancellationToken)
    {
        if (kind.Resource is not { } resource || kind.All is not null || kind.CannotList || (kind.Gets += more) <= MostGets) return;
        var all = new Dictionary<(string?, string), ObjectState>();
        var now = cluster.Clock.GetUtcNow();
        try
        {
            var items = cluster.Client.ListAsync(resource, new ListOptions { MetadataOnly = s_bare.Contains(resource.Kind) }, KubeJson.Object, cancellationToken);
            await foreach (var o in Asking.ForEach(items, cluster, "list " + resource.QualifiedName, cancellationToken).ConfigureAwait(false))
            {
                all[(o.Text("metadata", "namespace"), o.Text("metadata", "name") ?? "")] = StateOf(resource, o, now);
            }

            kind.All = all;
        }
        catch (OperationException e) when (IsOfKind(e))
        {
            // Who may not list a kind may be allowed to get objects of it.
            kind.CannotList = true;
        }
    }

    private async Task<ObjectState> OneAsync(Reading kind, FluxInventoryEntry entry, CancellationToken cancellationToken)
    {
        if (kind.Resource is not { } resource) return new ObjectState("Missing", false, $"{cluster.Context} serves no kind {entry.Kind}{(entry.Group.Length == 0 ? "" : " of " + entry.Group)}");
        var ns = resource.IsNamespaced ? entry.Namespace : null;
        if (kind.All is { } all) return all.TryGetValue((ns, entry.Name), out var state) ? state : Missing;
        try
        {
            return await new ResourceService(cluster).FindAsync(resource, ns, entry.Name, cancellationToken).ConfigureAwait(false) is { } live ? StateOf(resource, live, cluster.Clock.GetUtcNow()) : Missing;
        }
        catch (OperationException e) when (IsOfKind(e))
        {
            return new ObjectState("Unknown", false, e.Message);
        }
    }

    private static ObjectState StateOf(KubeResource resource, JsonObject o, DateTimeOffset now)
    {
        // Items of a list come without them.
        o["apiVersion"] = resource.ApiVersion;
        o["kind"] = resource.Kind;
        if (resource.Group.EndsWith(".toolkit.fluxcd.io", StringComparison.Ordinal) && o["status"] is JsonObject)
        {
            var verdict = FluxVerdict.Of(o);
            return new ObjectState(verdict.State.ToString(), verdict.Ready, verdict.Message);
        }

        var state = ObjectState.Of(o, now);
        return state.Status.Length == 0 ? new ObjectState("Current", true, state.Message) : state;
    }

    // What is refused for one kind says nothing of the others; a cluster that does not answer at all does.
    private static bool IsOfKind(OperationException e) => e.Id is "Forbidden" or "ApiUnavailable" or "ApiNotInstalled" or "ApiRefused" or "Invalid";

    private static ObjectState Missing => new("Missing", false, "it is not there");

    private sealed class Reading(KubeResource? resource, bool cannotList)
    {
        public KubeResource? Resource { get; } = resource;

        public bool CannotList { get; set; } = cannotList;

        public int Gets { get; set; }

        public Dictionary<(string? Namespace, string Name), ObjectState>? All { get; set; }
    }
}
