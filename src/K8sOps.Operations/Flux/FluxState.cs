namespace K8sOps;

/// <summary>The state of a Flux object: what its conditions come to, by the rules that <c>flux</c> and kstatus judge by.</summary>
public enum FluxState
{
    /// <summary>It could not be told: its controller has written no status.</summary>
    Unknown = 0,

    /// <summary>Reconciled, at the generation that it has now.</summary>
    Ready,

    /// <summary>Its controller is at work, or has not yet seen the latest change.</summary>
    Reconciling,

    /// <summary>It waits for something else: a dependency that is not ready, or a source without an artifact.</summary>
    Waiting,

    /// <summary>The last attempt failed, and its controller tries again.</summary>
    Failed,

    /// <summary>The last attempt failed, and its controller does not try again before something is changed (condition <c>Stalled</c>).</summary>
    Stalled,

    /// <summary>Its reconciliation is suspended (<c>spec.suspend</c>), whatever its last state was.</summary>
    Suspended,

    /// <summary>It is being deleted.</summary>
    Terminating,
}
