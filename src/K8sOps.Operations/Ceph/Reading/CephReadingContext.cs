namespace K8sOps.Ceph.Reading;

/// <summary>What surrounds the reading of one answer: where it came from, and when.</summary>
/// <param name="Cluster">The kubeconfig context.</param>
/// <param name="Namespace">The namespace of the CephCluster.</param>
/// <param name="Now">The time, by the cluster's clock.</param>
internal sealed record CephReadingContext(string Cluster, string Namespace, DateTimeOffset Now)
{
    /// <summary>The error for a document that is JSON, and not the answer to what was asked.</summary>
    public OperationException Invalid(string command, string why)
        => new("CephAnswerInvalid", OperationCategory.InvalidResult, Namespace, $"Cannot use what ceph {command} answered on {Cluster}: {why}");
}
