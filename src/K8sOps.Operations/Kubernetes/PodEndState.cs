namespace K8sOps;

/// <summary>How a pod has ended that is still listed.</summary>
public enum PodEndState
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Phase <c>Failed</c>, evicted ones among them.</summary>
    Failed,

    /// <summary>Phase <c>Succeeded</c>.</summary>
    Succeeded,

    /// <summary>Phase <c>Failed</c> with the reason <c>Evicted</c>: the kubelet ended it to save the node.</summary>
    Evicted,
}
