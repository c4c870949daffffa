namespace K8sOps;

/// <summary>How far a roll-out is.</summary>
public enum RolloutStage
{
    /// <summary>Not told.</summary>
    Unknown = 0,

    /// <summary>Every pod is of the latest template and available.</summary>
    Complete,

    /// <summary>Under way.</summary>
    Progressing,

    /// <summary>Halted by <c>spec.paused</c>: it does not go on by itself.</summary>
    Paused,

    /// <summary>Past its progress deadline: the controller has given up waiting.</summary>
    Failed,

    /// <summary>The update strategy is <c>OnDelete</c>: pods are replaced when somebody deletes them.</summary>
    OnDelete,
}
