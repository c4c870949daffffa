namespace K8sOps.Kubernetes;

/// <summary>Which of a program's outputs a piece came from.</summary>
public enum ExecStream
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Standard output.</summary>
    Output,

    /// <summary>Standard error.</summary>
    Error,
}
