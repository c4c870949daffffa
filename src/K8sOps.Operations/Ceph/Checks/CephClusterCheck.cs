using K8sOps.Kube;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether Rook is done with the CephCluster, and says that all went well.</summary>
internal sealed class CephClusterCheck : CephCheck
{
    public override CheckInfo Info { get; } = Own("CLUSTER_NOT_READY", "The CephCluster is ready", "Operator or CSI down");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var cluster = await view.ClusterObjectAsync().ConfigureAwait(false);
        var phase = cluster.Text("status", "phase") ?? "";
        if (phase is "Ready" or "Connected") return [];
        var failure = cluster.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == "Failure" && c.Text("status") == "True");
        var status = phase is "Failure" or "Deleting" || failure is not null ? CheckStatus.Fail : phase.Length == 0 ? CheckStatus.Unknown : CheckStatus.Warn;
        var said = failure.Text("message") ?? cluster.Text("status", "message");
        var message = (phase.Length == 0 ? "its status has no phase" : "its phase is " + phase) + (string.IsNullOrEmpty(said) ? "" : ": " + said);
        return [await FindingAsync(view, status, "CephCluster", cluster.Text("metadata", "name"), message).ConfigureAwait(false) with
        {
            Remedy = CommandText.Line("Get-K8sLog", view.Cluster.Context, ("Namespace", await view.NamespaceAsync().ConfigureAwait(false)), ("Name", "rook-ceph-operator-*")),
        }];
    }
}
