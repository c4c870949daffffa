namespace K8sOps.Sandbox;

/// <summary>The objects of one kind, what lately happened to them, and who watches. Used under the world's lock.</summary>
internal sealed class KindCollection(ServedKind kind)
{
    private const int Remembered = 2048;
    private readonly SortedDictionary<(string Namespace, string Name), StoredObject> _objects = new(KeyOrder);
    private readonly Queue<WatchRecord> _history = new();
    private readonly List<Watcher> _watchers = [];
    private StoredObject[]? _sorted;

    public static Comparer<(string Namespace, string Name)> KeyOrder { get; } = Comparer<(string Namespace, string Name)>.Create(static (a, b) =>
    {
        var byNamespace = string.CompareOrdinal(a.Namespace, b.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(a.Name, b.Name);
    });

    public ServedKind Kind { get; } = kind;

    /// <summary>Changes up to here are forgotten.</summary>
    public long ForgottenUpTo { get; private set; }

    /// <summary>By namespace and name; the array is not changed afterwards.</summary>
    public StoredObject[] Sorted => _sorted ??= [.. _objects.Values];

    public StoredObject? Get(string? ns, string name) => _objects.GetValueOrDefault((ns ?? "", name));

    public void Put(StoredObject item)
    {
        var before = Get(item.Namespace, item.Name);
        _objects[(item.Namespace, item.Name)] = item;
        Tell(new WatchRecord(before, item, item));
    }

    public void Remove(StoredObject last)
    {
        if (!_objects.Remove((last.Namespace, last.Name), out var before)) return;
        Tell(new WatchRecord(before, null, last));
    }

    /// <summary>Puts in many without telling anybody: for what is there from the start.</summary>
    public void Fill(IEnumerable<StoredObject> items)
    {
        foreach (var item in items) _objects[(item.Namespace, item.Name)] = item;
        _sorted = null;
    }

    public IEnumerable<WatchRecord> Since(long resourceVersion) => _history.Where(record => record.ResourceVersion > resourceVersion);

    public void Add(Watcher watcher) => _watchers.Add(watcher);

    public void Remove(Watcher watcher) => _watchers.Remove(watcher);

    /// <summary>Forgets the past, as a compaction does; ends the watches when <paramref name="endWatches"/>.</summary>
    public void Forget(long resourceVersion, bool endWatches)
    {
        _history.Clear();
        ForgottenUpTo = resourceVersion;
        if (!endWatches) return;
        foreach (var watcher in _watchers.ToArray()) watcher.Expire();
        _watchers.Clear();
    }

    private void Tell(WatchRecord record)
    {
        _sorted = null;
        _history.Enqueue(record);
        if (_history.Count > Remembered) ForgottenUpTo = _history.Dequeue().ResourceVersion;
        foreach (var watcher in _watchers) watcher.Tell(record);
    }
}
