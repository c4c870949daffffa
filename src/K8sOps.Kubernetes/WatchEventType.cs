namespace K8sOps.Kubernetes;

/// <summary>The type of a watch event.</summary>
public enum WatchEventType
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>The object is new, or was there when the watch began.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone.</summary>
    Deleted,

    /// <summary>Everything that was there when the watch began has been handed up.</summary>
    Synced,
}
