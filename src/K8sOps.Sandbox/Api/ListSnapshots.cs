using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>What lists looked like when their first page was read, so that the next pages fit: the last few, safe for many threads.</summary>
internal sealed class ListSnapshots
{
    private const int Kept = 64;
    private readonly Lock _gate = new();
    private readonly LinkedList<(KubeResource Resource, long Version, StoredObject[] Items)> _snapshots = new();

    public StoredObject[]? Get(KubeResource resource, long version)
    {
        lock (_gate) return _snapshots.FirstOrDefault(snapshot => snapshot.Version == version && snapshot.Resource == resource).Items;
    }

    public void Keep(KubeResource resource, long version, StoredObject[] items)
    {
        lock (_gate)
        {
            if (_snapshots.Any(snapshot => snapshot.Version == version && snapshot.Resource == resource)) return;
            _snapshots.AddLast((resource, version, items));
            if (_snapshots.Count > Kept) _snapshots.RemoveFirst();
        }
    }

    public void Clear()
    {
        lock (_gate) _snapshots.Clear();
    }
}
