namespace K8sOps;

/// <summary>How an object, or one of its fields, stands to what Flux applies.</summary>
public enum FluxDriftState
{
    /// <summary>It could not be compared; the message says why.</summary>
    Unknown,

    /// <summary>It is as Flux applies it.</summary>
    InSync,

    /// <summary>The field differs.</summary>
    Changed,

    /// <summary>The object is not there.</summary>
    Missing,

    /// <summary>The object is there, and what Flux applies no longer has it: it goes at the next reconcile.</summary>
    Pruned,

    /// <summary>It differs, or was not compared, and Flux is told to leave it so.</summary>
    Ignored,
}
