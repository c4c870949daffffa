namespace K8sOps;

/// <summary>How a pool keeps its data safe.</summary>
public enum CephPoolType
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Whole copies.</summary>
    Replicated,

    /// <summary>Pieces and parity.</summary>
    Erasure,
}
