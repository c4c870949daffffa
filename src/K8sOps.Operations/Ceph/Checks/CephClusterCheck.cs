using K8sOps.Kube;

namespace K8sOps.Ceph.Checks;

/// <summary>
/// Whether Rook is done with the CephCluster, and says that all went well. Its phase alone does not tell: it is the type of the condition
/// that was written last, whatever that condition's status (<c>UpdateClusterCondition</c> in pkg/operator/ceph/controller/conditions.go).
/// </summary>
internal sealed class CephClusterCheck : CephCheck
{
    public override CheckInfo Info { get; } = Own("CLUSTER_NOT_READY", "The CephCluster is ready", "Operator or CSI down");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var cluster = await view.ClusterObjectAsync().ConfigureAwait(false);
        var phase = cluster.Text("status", "phase") ?? "";
        var conditions = cluster.Items("status", "conditions").ToList();
        var failed = conditions.Find(c => (c.Text("type") == "Failure" && c.Text("status") == "True") || (c.Text("type") == phase && c.Text("status") == "False"));
        var hasFailed = phase is "Failure" or "Deleting" || failed is not null || cluster.Text("status", "state") == "Error";
        if (phase is "Ready" or "Connected" && !hasFailed) return [];
        var said = failed.Text("message") ?? cluster.Text("status", "message");
        var message = (phase.Length == 0 ? "its status has no phase" : "its phase is " + phase)
            + (failed is not null ? $", with the condition {failed.Text("type")} {failed.Text("status")}" : cluster.Text("status", "state") == "Error" ? ", and its state Error" : "")
            + (string.IsNullOrEmpty(said) ? "" : ": " + said);
        return [await FindingAsync(view, hasFailed ? CheckStatus.Fail : phase.Length == 0 ? CheckStatus.Unknown : CheckStatus.Warn, "CephCluster", cluster.Text("metadata", "name"), message).ConfigureAwait(false) with
        {
            Remedy = CommandText.Line("Get-K8sLog", view.Cluster.Context, ("Namespace", await view.NamespaceAsync().ConfigureAwait(false)), ("Name", "rook-ceph-operator-*")),
        }];
    }
}
