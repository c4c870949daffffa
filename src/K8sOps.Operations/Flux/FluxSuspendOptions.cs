namespace K8sOps;

/// <summary>How apps are suspended.</summary>
public sealed record FluxSuspendOptions
{
    /// <summary>Why, for whoever finds the app suspended; null for no word.</summary>
    public string? Reason { get; init; }

    /// <summary>True to suspend also the apps that the app applies, and those that they apply.</summary>
    public bool Recurse { get; init; }

    /// <summary>True to suspend the sources of those apps too.</summary>
    public bool WithSource { get; init; }

    /// <summary>The run that the command is part of, or null.</summary>
    public string? Run { get; init; }
}
