using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;
using K8sOps.Kube.Checks;

namespace K8sOps.Ceph.Checks;

/// <summary>Ceph's health, and how it came to us.</summary>
/// <param name="Report">The complaints.</param>
/// <param name="Source">Where it was read, for the evidence.</param>
/// <param name="Age">How old it is; null when it is live, or when nobody knows.</param>
/// <param name="Error">Why Ceph could not be asked; null when it was.</param>
/// <param name="IsSilent">Whether it could be asked, and its monitors did not answer.</param>
internal sealed record CephHealthView(CephHealthReport Report, string Source, TimeSpan? Age, OperationException? Error, bool IsSilent)
{
    /// <summary>Rook looks every minute; what is older than three has stopped being true.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(3);

    /// <summary>True when Ceph itself was asked.</summary>
    public bool IsLive => Error is null;

    /// <summary>Why nothing follows from it; null when something does.</summary>
    public string? Doubt => this switch
    {
        { Error: null } => null,
        // What Rook saw a minute ago, with monitors that answered, is over.
        { IsSilent: true } => "Ceph does not answer, which voids what Rook wrote down before",
        { Age: null } => "Ceph could not be asked, and Rook has written nothing down",
        { Age: { } age } when age > Fresh => $"Ceph could not be asked, and what Rook wrote down is {AgeText.Of(age)} old",
        { Report.IsVerdict: false } => $"Ceph could not be asked, and Rook could not ask it either: {(Report.Checks is [var first, ..] ? first.Summary : $"it wrote down {(Report.StatusText.Length == 0 ? "no verdict" : Report.StatusText)}, and no reason")}",
        _ => null,
    };

    /// <summary>What Rook wrote into its CephCluster, where Ceph could not be asked.</summary>
    /// <param name="cluster">The CephCluster.</param>
    /// <param name="now">The time, by the cluster's clock.</param>
    /// <param name="error">Why Ceph could not be asked.</param>
    /// <param name="hadPlace">Whether there was a pod in which it could be.</param>
    public static CephHealthView OfObject(JsonObject cluster, DateTimeOffset now, OperationException error, bool hadPlace)
        => new(CephHealthReport.ReadObject(cluster.At("status", "ceph")), "the CephCluster's status", CephStatusReading.Age(cluster, now), error, hadPlace && error.Id is "Timeout" or "CephUnreachable");
}
