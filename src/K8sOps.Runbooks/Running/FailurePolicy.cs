namespace K8sOps.Runbooks.Running;

/// <summary>What an unattended run does at its first failure.</summary>
public enum FailurePolicy
{
    /// <summary>Stop, and list what could be taken back.</summary>
    Stop = 0,

    /// <summary>Stop, and take it back.</summary>
    Rollback,
}
