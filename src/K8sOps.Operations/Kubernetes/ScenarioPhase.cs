namespace K8sOps;

/// <summary>How far a scenario of the sandbox is.</summary>
public enum ScenarioPhase
{
    /// <summary>Not told.</summary>
    Unknown = 0,

    /// <summary>Not started.</summary>
    Inactive,

    /// <summary>Started, and its fault is in the world.</summary>
    Active,

    /// <summary>Started, and what it broke was mended.</summary>
    Cured,
}
