namespace K8sOps.Runbooks.Lint;

/// <summary>What a command of PowerShell emits, to a verification.</summary>
internal enum HostEmission
{
    /// <summary>What it was given.</summary>
    Input,

    /// <summary>What its script block emits.</summary>
    Block,

    /// <summary>A Boolean.</summary>
    Boolean,

    /// <summary>Text, numbers, or objects of its own.</summary>
    Other,

    /// <summary>Nothing.</summary>
    Nothing,
}
