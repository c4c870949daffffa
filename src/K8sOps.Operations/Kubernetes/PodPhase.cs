namespace K8sOps;

/// <summary>A pod's <c>status.phase</c>.</summary>
public enum PodPhase
{
    /// <summary>Not set, not known here, or the node cannot be asked.</summary>
    Unknown = 0,

    /// <summary>Accepted, and not all of its containers have been started.</summary>
    Pending,

    /// <summary>Bound to a node, and at least one container runs or is being restarted.</summary>
    Running,

    /// <summary>All containers ended well and are not restarted.</summary>
    Succeeded,

    /// <summary>All containers ended, at least one of them badly.</summary>
    Failed,
}
