using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>
/// What all controllers of a world share: the objects as last seen, indexed by owner, node, claim and namespace (what an informer's
/// cache is to real controllers), and a queue of work that is done once however often it was asked for. Controllers write through
/// it, so that it never lags behind their own writes. Objects in it are read-only.
/// </summary>
internal sealed class WorldIndex(DateTimeOffset start) : IController
{
    /// <summary>An API server forgets events after this time.</summary>
    private static readonly TimeSpan EventLifetime = TimeSpan.FromHours(1);

    private readonly Dictionary<KubeResource, Dictionary<(string Namespace, string Name), JsonObject>> tables = [];
    private readonly Dictionary<(string Kind, string Namespace), Dictionary<string, JsonObject>> byNamespace = [];
    private readonly Dictionary<(string Kind, string OwnerUid), Dictionary<string, JsonObject>> byOwner = [];
    private readonly Dictionary<string, Dictionary<(string Namespace, string Name), JsonObject>> podsByNode = [];
    private readonly Dictionary<(string Namespace, string Claim), Dictionary<string, JsonObject>> podsByClaim = [];
    private readonly Queue<(string Key, Action Work)> queue = [];
    private readonly HashSet<string> queued = [];
    private IWorldStore? store;

    /// <summary>The store that the world's changes come from and go to.</summary>
    public IWorldStore Store => store ?? throw new InvalidOperationException("The world has not told of any change yet.");

    private WorldStore Own => (WorldStore)Store;

    public DateTimeOffset Now => Store.Now;

    /// <summary>True when the world has been filled and its own life has begun.</summary>
    public bool IsStarted { get; private set; }

    public void Start(IWorldStore store)
    {
        this.store = store;
        IsStarted = true;
    }

    public void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        this.store = store;
        if (IsIgnored(resource)) return;
        if (after is not null) Take(resource, after);
        else if (before is not null) Forget(resource, before.Namespace(), before.Name(), before.Uid());
    }

    public JsonObject? Get(KubeResource resource, string? ns, string name) =>
        tables.TryGetValue(resource, out var table) && table.TryGetValue((ns ?? "", name), out var item) ? item : null;

    public IReadOnlyList<JsonObject> All(KubeResource resource) =>
        tables.TryGetValue(resource, out var table) ? [.. table.Values] : [];

    public IReadOnlyList<JsonObject> InNamespace(KubeResource resource, string? ns) => Values(byNamespace, (resource.Kind, ns ?? ""));

    /// <summary>What a namespace still has, kind by kind; without what nothing looks up (events, leases).</summary>
    public IEnumerable<(KubeResource Resource, IReadOnlyList<JsonObject> Items)> Content(string ns) =>
        tables.Keys.Where(static resource => resource.IsNamespaced).Select(resource => (resource, InNamespace(resource, ns))).Where(static kind => kind.Item2.Count > 0);

    /// <summary>Objects of a kind that an owner controls, oldest entry first.</summary>
    public IReadOnlyList<JsonObject> OwnedBy(KubeResource resource, string ownerUid) => Values(byOwner, (resource.Kind, ownerUid));

    public IReadOnlyList<JsonObject> PodsOnNode(string node) =>
        podsByNode.TryGetValue(node, out var pods) ? [.. pods.Values] : [];

    public IReadOnlyList<JsonObject> PodsUsingClaim(string ns, string claim) => Values(podsByClaim, (ns, claim));

    public JsonObject Create(KubeResource resource, JsonObject body)
    {
        var created = Own.CreateOwn(resource, body);
        Take(resource, created);
        return created;
    }

    public JsonObject? Update(KubeResource resource, JsonObject item, Action<JsonObject> change) =>
        Taken(resource, item, Own.UpdateOwn(resource, item.Namespace(), item.Name(), change));

    public JsonObject? UpdateStatus(KubeResource resource, JsonObject item, Action<JsonObject> change) =>
        Taken(resource, item, Own.UpdateStatusOwn(resource, item.Namespace(), item.Name(), change));

    public void Delete(KubeResource resource, JsonObject item)
    {
        Store.Delete(resource, item.Namespace(), item.Name());
        Taken(resource, item, Own.Stored(resource, item.Namespace(), item.Name()));
    }

    public void Remove(KubeResource resource, JsonObject item)
    {
        Store.Remove(resource, item.Namespace(), item.Name());
        Forget(resource, item.Namespace(), item.Name(), item.Uid());
    }

    /// <summary>Does the work after all changes that are under way have been told; asked for twice before that, it is done once.</summary>
    public void Enqueue(string key, Action work)
    {
        if (!queued.Add(key)) return;
        queue.Enqueue((key, work));
        if (queue.Count == 1) Store.Schedule(TimeSpan.Zero, Drain);
    }

    public void After(TimeSpan delay, Action action) => Store.Schedule(delay, action);

    /// <summary>Emits an event, unless it lies so far in the past of a world being filled that nobody would see it any more.</summary>
    public void Event(JsonObject about, string type, string reason, string message, string component, JsonObject? annotations = null, DateTimeOffset? at = null)
    {
        if ((at ?? Now) >= start - EventLifetime) Store.Event(about, type, reason, message, component, annotations, at);
    }

    // Nothing looks these up, and they change all the time.
    private static bool IsIgnored(KubeResource resource) =>
        resource.Kind is "Event" || (resource.Kind == "Lease" && resource.Group == Kinds.Leases.Group);

    private void Drain()
    {
        while (queue.TryPeek(out var next))
        {
            queued.Remove(next.Key);
            try
            {
                next.Work();
            }
            finally
            {
                queue.Dequeue();
            }
        }
    }

    private JsonObject? Taken(KubeResource resource, JsonObject item, JsonObject? now)
    {
        if (now is null) Forget(resource, item.Namespace(), item.Name(), item.Uid());
        else Take(resource, now);
        return now;
    }

    private void Take(KubeResource resource, JsonObject item)
    {
        if (IsIgnored(resource)) return;
        var ns = item.Namespace() ?? "";
        var name = item.Name();
        ref var table = ref CollectionsMarshal.GetValueRefOrAddDefault(tables, resource, out _);
        table ??= [];
        if (table.TryGetValue((ns, name), out var known))
        {
            if (ReferenceEquals(known, item) || IsOlder(item, known)) return;
            Unlink(resource, known);
        }

        table[(ns, name)] = item;
        Link(resource, item, ns, name);
    }

    private void Forget(KubeResource resource, string? ns, string name, string uid)
    {
        if (!tables.TryGetValue(resource, out var table) || !table.TryGetValue((ns ?? "", name), out var known)) return;
        if (known.Uid() != uid) return;
        table.Remove((ns ?? "", name));
        Unlink(resource, known);
    }

    private void Link(KubeResource resource, JsonObject item, string ns, string name)
    {
        if (ns.Length > 0) Add(byNamespace, (resource.Kind, ns), name, item);
        if (item.Controller().Text("uid") is { } owner) Add(byOwner, (resource.Kind, owner), name, item);
        if (resource != KubeResources.Pods) return;
        if (item.Text("spec", "nodeName") is { Length: > 0 } node) Add(podsByNode, node, (ns, name), item);
        foreach (var claim in PodClaims.NamesOf(item)) Add(podsByClaim, (ns, claim), name, item);
    }

    private void Unlink(KubeResource resource, JsonObject item)
    {
        var ns = item.Namespace() ?? "";
        var name = item.Name();
        if (ns.Length > 0) Drop(byNamespace, (resource.Kind, ns), name);
        if (item.Controller().Text("uid") is { } owner) Drop(byOwner, (resource.Kind, owner), name);
        if (resource != KubeResources.Pods) return;
        if (item.Text("spec", "nodeName") is { Length: > 0 } node) Drop(podsByNode, node, (ns, name));
        foreach (var claim in PodClaims.NamesOf(item)) Drop(podsByClaim, (ns, claim), name);
    }

    private static bool IsOlder(JsonObject item, JsonObject known) =>
        item.Uid() == known.Uid() && Version(item) < Version(known);

    private static long Version(JsonObject item) =>
        long.TryParse(item.Text("metadata", "resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static IReadOnlyList<JsonObject> Values<TKey>(Dictionary<TKey, Dictionary<string, JsonObject>> index, TKey key)
        where TKey : notnull => index.TryGetValue(key, out var found) ? [.. found.Values] : [];

    private static void Add<TKey, TName>(Dictionary<TKey, Dictionary<TName, JsonObject>> index, TKey key, TName name, JsonObject item)
        where TKey : notnull where TName : notnull
    {
        ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(index, key, out _);
        (found ??= [])[name] = item;
    }

    private static void Drop<TKey, TName>(Dictionary<TKey, Dictionary<TName, JsonObject>> index, TKey key, TName name)
        where TKey : notnull where TName : notnull
    {
        if (!index.TryGetValue(key, out var found)) return;
        found.Remove(name);
        if (found.Count == 0) index.Remove(key);
    }
}
