namespace K8sOps;

/// <summary>The category of an error, in PowerShell's words (the names are those of its <c>ErrorCategory</c>; a test holds them equal).</summary>
public enum OperationCategory
{
    /// <summary>Not classified.</summary>
    NotSpecified = 0,

    /// <summary>The object is not there.</summary>
    ObjectNotFound,

    /// <summary>The API or tool is not installed.</summary>
    NotInstalled,

    /// <summary>The object is there already.</summary>
    ResourceExists,

    /// <summary>The object is in use, or was changed meanwhile.</summary>
    ResourceBusy,

    /// <summary>A write was not accepted.</summary>
    WriteError,

    /// <summary>The permission is missing.</summary>
    PermissionDenied,

    /// <summary>Who we are was not accepted.</summary>
    AuthenticationError,

    /// <summary>The data is not valid.</summary>
    InvalidData,

    /// <summary>A parameter's value is not valid.</summary>
    InvalidArgument,

    /// <summary>The time ran out.</summary>
    OperationTimeout,

    /// <summary>A limit was exceeded.</summary>
    LimitsExceeded,

    /// <summary>The resource is not available now.</summary>
    ResourceUnavailable,

    /// <summary>The server was not reached.</summary>
    ConnectionError,

    /// <summary>Security forbids it, such as a certificate.</summary>
    SecurityError,

    /// <summary>The result cannot be used.</summary>
    InvalidResult,

    /// <summary>Not possible in this state.</summary>
    InvalidOperation,

    /// <summary>The operation was stopped.</summary>
    OperationStopped,
}
