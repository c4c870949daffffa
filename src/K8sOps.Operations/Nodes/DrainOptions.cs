namespace K8sOps;

/// <summary>How nodes are drained, and what may be lost on the way.</summary>
public sealed record DrainOptions
{
    /// <summary>The defaults: nothing may be lost.</summary>
    public static readonly DrainOptions Default = new();

    /// <summary>Evict pods with emptyDir volumes too, whose content is lost.</summary>
    public bool DeleteEmptyDirData { get; init; }

    /// <summary>Evict pods too that nobody makes anew: those without a controller, and those whose DaemonSet is gone.</summary>
    public bool Force { get; init; }

    /// <summary>How long the containers may take to end; null for what each pod says.</summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>How long one node may take, from its first eviction until its last pod is gone.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many evictions are asked for at the same time.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>Why, for the annotation of the cordon; null for no word.</summary>
    public string? Reason { get; init; }
}
