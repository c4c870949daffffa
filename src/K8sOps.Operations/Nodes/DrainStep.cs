namespace K8sOps;

/// <summary>What a drain does with a pod.</summary>
public enum DrainStep
{
    /// <summary>Not decided.</summary>
    Unknown = 0,

    /// <summary>It is evicted, and waited for until it is gone.</summary>
    Evict,

    /// <summary>It is being deleted already; it is waited for until it is gone.</summary>
    Await,

    /// <summary>It stays: a DaemonSet's, which no cordon keeps away, or a static one, which only the kubelet's files decide on.</summary>
    Skip,
}
