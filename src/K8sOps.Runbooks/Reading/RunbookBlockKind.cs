namespace K8sOps.Runbooks;

/// <summary>What a PowerShell block of a runbook is for.</summary>
public enum RunbookBlockKind
{
    /// <summary>Not told.</summary>
    Unknown = 0,

    /// <summary>What runs.</summary>
    Action,

    /// <summary>What proves it.</summary>
    Verify,

    /// <summary>What takes it back.</summary>
    Rollback,

    /// <summary>What a person does.</summary>
    Manual,
}
