namespace K8sOps.Kubernetes;

/// <summary>How an object is deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary><c>preconditions.uid</c>: only this very object, never a namesake that came after it.</summary>
    public string? Uid { get; init; }

    /// <summary><c>dryRun=All</c>.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>gracePeriodSeconds</c>; null for the object's own.</summary>
    public int? GracePeriodSeconds { get; init; }

    /// <summary><c>propagationPolicy</c>: <c>Background</c>, <c>Foreground</c>, <c>Orphan</c>; null for the kind's default.</summary>
    public string? PropagationPolicy { get; init; }
}
