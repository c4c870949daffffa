namespace K8sOps.Flux.Checks;

/// <summary>Where an app or source stands, before it is asked what that comes from.</summary>
internal enum FluxPhase
{
    /// <summary>Reconciled, at the generation that it has now.</summary>
    Fine = 0,

    /// <summary>Its controller is at work, or has not yet seen the latest change.</summary>
    AtWork,

    /// <summary>Its controller has never looked at it.</summary>
    Unseen,

    WaitsForDependency,

    WaitsForSource,

    /// <summary>The last attempt failed, and it is tried again.</summary>
    Failing,

    /// <summary>Nothing is tried any more.</summary>
    Stalled,

    Suspended,

    Deleting,
}
