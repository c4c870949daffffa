namespace K8sOps;

/// <summary>How apps and sources are synced.</summary>
public sealed record FluxSyncOptions
{
    /// <summary>The defaults.</summary>
    public static readonly FluxSyncOptions Default = new();

    /// <summary>Fetch the sources of an app first.</summary>
    public bool WithSource { get; init; }

    /// <summary>Install or upgrade a HelmRelease once, whatever its state.</summary>
    public bool Force { get; init; }

    /// <summary>Count a HelmRelease's failures from zero again, so that its retries begin anew.</summary>
    public bool Reset { get; init; }

    /// <summary>Only ask for it.</summary>
    public bool NoWait { get; init; }

    /// <summary>How long each app, and each source, may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
