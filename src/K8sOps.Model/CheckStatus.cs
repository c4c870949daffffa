namespace K8sOps;

/// <summary>The verdict of a check.</summary>
public enum CheckStatus
{
    /// <summary>The check could not look, or what it saw was stale. Never counts as good.</summary>
    Unknown = 0,

    /// <summary>Looked, and all is well.</summary>
    Pass,

    /// <summary>Works now, and wants attention.</summary>
    Warn,

    /// <summary>Broken.</summary>
    Fail,

    /// <summary>Does not apply here.</summary>
    Skip,
}
