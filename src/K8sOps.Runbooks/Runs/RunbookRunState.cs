namespace K8sOps;

/// <summary>The state of a run of a runbook.</summary>
public enum RunbookRunState
{
    /// <summary>It cannot be told.</summary>
    Unknown = 0,

    /// <summary>A process is at it.</summary>
    Running,

    /// <summary>Its process ended in the middle; it can be resumed.</summary>
    Interrupted,

    /// <summary>It was stopped: by the operator, by Ctrl+C, or at a failure; it can be resumed.</summary>
    Stopped,

    /// <summary>At least one step is verified, and none failed, was skipped or is unknown.</summary>
    Succeeded,

    /// <summary>Over, without success.</summary>
    Failed,

    /// <summary>Over, and there was nothing to prove: all its steps are of a diagnosis, and were shown.</summary>
    Shown,
}
