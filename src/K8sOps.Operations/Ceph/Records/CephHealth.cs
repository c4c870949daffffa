namespace K8sOps;

/// <summary>Ceph's verdict on itself.</summary>
public enum CephHealth
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary><c>HEALTH_OK</c>.</summary>
    Ok,

    /// <summary><c>HEALTH_WARN</c>.</summary>
    Warn,

    /// <summary><c>HEALTH_ERR</c>.</summary>
    Error,
}
