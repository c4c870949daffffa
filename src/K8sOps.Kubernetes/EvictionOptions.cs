namespace K8sOps.Kubernetes;

/// <summary>How a pod is evicted.</summary>
public sealed record EvictionOptions
{
    /// <summary><c>preconditions.uid</c>: only this very pod, never a namesake that came after it.</summary>
    public string? Uid { get; init; }

    /// <summary><c>gracePeriodSeconds</c>; null for the pod's own.</summary>
    public int? GracePeriodSeconds { get; init; }

    /// <summary><c>dryRun=All</c>: budgets are asked, nothing is evicted.</summary>
    public bool DryRun { get; init; }
}
