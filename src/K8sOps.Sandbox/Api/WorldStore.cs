using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>
/// Everything in a world, and the rules by which an API server keeps it: versions, generations, finalizers, owners. Used under the
/// world's lock.
/// </summary>
internal sealed partial class WorldStore(WorldClock clock, WorldSeed firstSeed) : IWorldStore
{
    private WorldSeed _seed = firstSeed;
    private const long FirstVersion = 1000;
    private readonly Dictionary<KubeResource, KindCollection> _collections = [];
    private readonly Queue<(KubeResource Resource, JsonObject? Before, JsonObject? After)> _changes = new();
    private readonly Dictionary<string, HashSet<(ServedKind Kind, string Namespace, string Name)>> _dependents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _eventNames = new(StringComparer.Ordinal);
    private bool _telling;

    public KindTable Kinds { get; private set; } = new();

    /// <summary>Who is told of changes, in order.</summary>
    public IReadOnlyList<IController> Controllers { get; set; } = [];

    /// <summary>The version of the last change.</summary>
    public long ResourceVersion { get; private set; } = FirstVersion;

    /// <inheritdoc/>
    public DateTimeOffset Now => clock.ActionTime ?? clock.GetUtcNow();

    public KindCollection Collection(ServedKind kind)
    {
        if (_collections.TryGetValue(kind.Storage, out var collection)) return collection;
        return _collections[kind.Storage] = new KindCollection(Kinds.Stored(kind));
    }

    /// <inheritdoc/>
    public IReadOnlyList<JsonObject> List(KubeResource resource, string? ns = null) =>
        [.. Collection(Kinds.Of(resource)).Sorted.Where(item => ns is null || item.Namespace == ns).Select(static item => Copy(item.Body))];

    /// <inheritdoc/>
    public JsonObject? Get(KubeResource resource, string? ns, string name) =>
        Collection(Kinds.Of(resource)).Get(ns, name) is { } item ? Copy(item.Body) : null;

    /// <inheritdoc/>
    public void Schedule(TimeSpan delay, Action action) => clock.Schedule(delay, action);

    /// <inheritdoc/>
    public string NameSuffix(int length = 5) => _seed.Suffix(length);

    /// <summary>
    /// Tells the controllers of every change that has been made, and of those they make in turn, and runs what they schedule without
    /// delay, until all is quiet.
    /// </summary>
    public void Settle()
    {
        if (_telling) return;
        _telling = true;
        try
        {
            do
            {
                while (_changes.TryDequeue(out var change))
                {
                    foreach (var controller in Controllers) controller.Changed(this, change.Resource, change.Before, change.After);
                }

                clock.RunImmediate();
            }
            while (_changes.Count > 0);
        }
        finally
        {
            _telling = false;
        }
    }

    /// <summary>Puts in objects that nobody is told of and of which only the bytes are kept.</summary>
    public void Fill(ServedKind kind, IEnumerable<JsonObject> bodies) => Collection(kind).Fill(bodies.Select(body =>
    {
        body = Prepare(kind, body);
        kind = Kinds.Stored(kind);
        // Versions of a custom resource differ in name alone (conversion strategy None).
        if (kind.IsCustom) body["apiVersion"] = kind.Resource.ApiVersion;
        body["metadata"]!["resourceVersion"] = (++ResourceVersion).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new StoredObject(kind, body, bytesOnly: true);
    }));

    /// <summary>Empties the store; whoever watches is told that its past is gone.</summary>
    public void Clear()
    {
        foreach (var collection in _collections.Values) collection.Forget(ResourceVersion, endWatches: true);
        _collections.Clear();
        _changes.Clear();
        _dependents.Clear();
        _eventNames.Clear();
        Kinds = new KindTable();
        ResourceVersion = FirstVersion;
    }

    /// <summary>Begins the sequence of names and uids anew.</summary>
    public void Reseed(WorldSeed seed) => _seed = seed;

    /// <summary>Forgets every change up to now, as etcd's compaction does: older watches and continue tokens expire.</summary>
    public void Compact()
    {
        foreach (var collection in _collections.Values) collection.Forget(ResourceVersion, endWatches: false);
    }

    internal static JsonObject Copy(JsonObject body) => (JsonObject)body.DeepClone();

    /// <summary>A time as Kubernetes writes it: RFC 3339, UTC, whole seconds.</summary>
    internal static string Stamp(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private StoredObject Put(ServedKind kind, JsonObject body, StoredObject? before, JsonObject? applied = null)
    {
        body["metadata"]!["resourceVersion"] = (++ResourceVersion).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var item = new StoredObject(kind, body, applied ?? before?.Applied);
        Collection(kind).Put(item);
        Index(before, item);
        _changes.Enqueue((kind.Resource, before?.Body, item.Body));
        if (kind.Resource.Plural == "customresourcedefinitions" && !JsonNode.DeepEquals(before?.Body["spec"], item.Body["spec"])) Kinds.Define(item.Body);
        return item;
    }

    private void Drop(StoredObject item)
    {
        var last = Copy(item.Body);
        last["metadata"]!["resourceVersion"] = (++ResourceVersion).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Collection(item.Kind).Remove(new StoredObject(item.Kind, last));
        Index(item, null);
        _changes.Enqueue((item.Kind.Resource, item.Body, null));
        if (item.Kind.Resource.Plural == "customresourcedefinitions") Undefine(item.Body);
    }

    private void Undefine(JsonObject definition)
    {
        var (group, plural) = ((string?)definition["spec"]?["group"], (string?)definition["spec"]?["names"]?["plural"]);
        foreach (var kind in Kinds.All.Where(kind => kind.IsCustom && kind.Resource.Group == group && kind.Resource.Plural == plural).ToArray())
        {
            foreach (var item in Collection(kind).Sorted) Drop(item);
        }

        Kinds.Undefine(definition);
    }

    private void Index(StoredObject? before, StoredObject? after)
    {
        foreach (var owner in Owners(before))
        {
            if (_dependents.TryGetValue(owner, out var of)) of.Remove((before!.Kind, before.Namespace, before.Name));
        }

        foreach (var owner in Owners(after))
        {
            if (!_dependents.TryGetValue(owner, out var of)) _dependents[owner] = of = [];
            of.Add((after!.Kind, after.Namespace, after.Name));
        }
    }

    private static IEnumerable<string> Owners(StoredObject? item) =>
        item?.Body["metadata"]?["ownerReferences"] is JsonArray owners ? owners.Select(static owner => (string?)owner?["uid"] ?? "") : [];
}
