namespace K8sOps;

/// <summary>What the server says of a permission.</summary>
public enum PermissionStatus
{
    /// <summary>It could not tell, or could not be asked.</summary>
    Unknown = 0,

    /// <summary>The user may.</summary>
    Allowed,

    /// <summary>The user may not.</summary>
    Denied,
}
