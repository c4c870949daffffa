namespace K8sOps.Sandbox;

/// <summary>A change of a collection, as watches are told: created (no before), changed, or removed (no after).</summary>
internal sealed record WatchRecord(StoredObject? Before, StoredObject? After, StoredObject Last)
{
    public long ResourceVersion => Last.ResourceVersion;
}
