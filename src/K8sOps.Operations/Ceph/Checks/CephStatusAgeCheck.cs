using K8sOps.Ceph.Reading;
using K8sOps.Kube;
using K8sOps.Kube.Checks;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether Rook still looks at Ceph: it does so every minute, and writes down when.</summary>
internal sealed class CephStatusAgeCheck : CephCheck
{
    public override CheckInfo Info { get; } = Own("STATUS_STALE", "Rook has looked at Ceph lately", "Operator or CSI down");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var cluster = await view.ClusterObjectAsync().ConfigureAwait(false);
        var age = CephStatusReading.Age(cluster, view.Now);
        if (age <= CephHealthView.Fresh) return [];
        var message = age is { } old ? $"Rook looked at Ceph {AgeText.Of(old)} ago for the last time; it does so every minute" : "Rook has not looked at Ceph yet";
        return [await FindingAsync(view, CheckStatus.Warn, "CephCluster", cluster.Text("metadata", "name"), message).ConfigureAwait(false) with
        {
            Remedy = CommandText.Line("Get-K8sPod", view.Cluster.Context, ("Namespace", await view.NamespaceAsync().ConfigureAwait(false)), ("Name", "rook-ceph-operator-*")),
            SourceAge = age,
        }];
    }
}
