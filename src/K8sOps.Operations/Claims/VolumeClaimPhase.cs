namespace K8sOps;

/// <summary>A claim's <c>status.phase</c>.</summary>
public enum VolumeClaimPhase
{
    /// <summary>Not told, or in a word that is not known.</summary>
    Unknown = 0,

    /// <summary>No volume yet.</summary>
    Pending,

    /// <summary>It has its volume.</summary>
    Bound,

    /// <summary>Its volume is gone.</summary>
    Lost,
}
