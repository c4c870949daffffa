namespace K8sOps.Flux.Checks;

/// <summary>Why something that an app waits for cannot come.</summary>
internal enum FluxRoot
{
    /// <summary>Nothing is known against it: it may come by itself.</summary>
    Pending = 0,

    Missing,

    Loop,

    Suspended,

    Failing,
}
