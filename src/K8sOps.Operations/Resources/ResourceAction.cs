namespace K8sOps;

/// <summary>What <c>Set-K8sResource</c> did with an object.</summary>
public enum ResourceAction
{
    /// <summary>The object was only read.</summary>
    None = 0,

    /// <summary>It was not there, and was made.</summary>
    Created,

    /// <summary>Fields of it were changed.</summary>
    Changed,

    /// <summary>It is already as it should be; nothing was sent.</summary>
    Unchanged,
}
