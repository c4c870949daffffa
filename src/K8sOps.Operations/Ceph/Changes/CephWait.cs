namespace K8sOps.Ceph;

/// <summary>How a wait ended.</summary>
/// <param name="IsReached">True when what was waited for is so.</param>
/// <param name="Last">What was seen last; null when nothing was.</param>
/// <param name="Trouble">Why the last look failed; null when it did not.</param>
internal sealed record CephWait<T>(bool IsReached, T? Last, OperationException? Trouble)
    where T : class
{
    /// <summary>Why nothing newer is known, as the end of a sentence; empty where the last look went well.</summary>
    public string Caveat => Trouble is null ? "" : $" The last look at it failed: {Trouble.Message}";
}
