namespace K8sOps.Kube;

/// <summary>The annotations of a node that tell of its cordon.</summary>
internal static class CordonAnnotations
{
    /// <summary>Why, in the operator's words.</summary>
    public const string Reason = "k8sops.io/cordon-reason";

    /// <summary>Who: the account and the machine that the command ran on.</summary>
    public const string By = "k8sops.io/cordon-by";

    /// <summary>When, by the cluster's clock, in RFC 3339.</summary>
    public const string At = "k8sops.io/cordon-at";
}
