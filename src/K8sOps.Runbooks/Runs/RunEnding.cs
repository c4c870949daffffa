namespace K8sOps.Runbooks.Runs;

/// <summary>How a journal ends.</summary>
public enum RunEnding
{
    /// <summary>In the middle: the run goes on, or was cut.</summary>
    Open = 0,

    /// <summary>Stopped before its end.</summary>
    Stopped,

    /// <summary>At least one step is verified, and none failed, was skipped or is unknown.</summary>
    Succeeded,

    /// <summary>Over, without success.</summary>
    Failed,
}
