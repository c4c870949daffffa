namespace K8sOps;

/// <summary>How bad a line of a Flux controller's log is, in rising order.</summary>
public enum FluxLogLevel
{
    /// <summary>It is not told: the line is no JSON (a crash, a line of a library), or names a level that is none.</summary>
    Unknown = 0,

    /// <summary>Written only by a controller that runs with <c>--log-level=trace</c>.</summary>
    Trace,

    /// <summary>Written only by a controller that runs with <c>--log-level=debug</c>.</summary>
    Debug,

    /// <summary>What went as it should.</summary>
    Info,

    /// <summary>What may become an error.</summary>
    Warning,

    /// <summary>What failed; also what made the controller give up.</summary>
    Error,
}
