namespace K8sOps;

/// <summary>What became of a step.</summary>
public enum StepOutcome
{
    /// <summary>It cannot be told: the run was cut, the verification could not look, or something was changed and nothing verifies it.</summary>
    Unknown = 0,

    /// <summary>Done, and the verification passed.</summary>
    Verified,

    /// <summary>A step of a diagnosis, or another that changed nothing: shown, nothing to verify.</summary>
    Shown,

    /// <summary>Done, and the verification did not pass in its time.</summary>
    VerifyFailed,

    /// <summary>The action failed, whatever the verification said.</summary>
    Failed,

    /// <summary>Not done: the operator, a rehearsal, or a failure before it.</summary>
    Skipped,

    /// <summary>Taken back.</summary>
    RolledBack,

    /// <summary>Taking it back failed.</summary>
    RollbackFailed,
}
