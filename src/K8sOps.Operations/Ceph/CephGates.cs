namespace K8sOps.Ceph;

/// <summary>The gates of the commands that change Ceph, by their ids.</summary>
public static class CephGates
{
    /// <summary>No placement group would be without service.</summary>
    public const string OkToStop = "CEPH.OK_TO_STOP";

    /// <summary>Without the monitor the others are a quorum.</summary>
    public const string MonitorOkToStop = "CEPH.MON_OK_TO_STOP";

    /// <summary>There is room for more copies.</summary>
    public const string ResizeCapacity = "CEPH.RESIZE_CAPACITY";

    /// <summary>Each copy finds a place of its own.</summary>
    public const string ResizePlaces = "CEPH.RESIZE_PLACES";

    /// <summary>The pool is not full at once.</summary>
    public const string ResizeQuota = "CEPH.RESIZE_QUOTA";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [OkToStop, MonitorOkToStop, ResizeCapacity, ResizePlaces, ResizeQuota];
}
