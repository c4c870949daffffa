using K8sOps.Kube;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether the toolbox runs: the operator can stand in for it, and when it is down too, nobody can ask Ceph anything.</summary>
internal sealed class CephToolboxCheck : CephCheck
{
    public override CheckInfo Info { get; } = Own("TOOLBOX_MISSING", "The toolbox runs", "Toolbox missing");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var pods = await view.Pods.ConfigureAwait(false);
        var toolboxes = pods.Where(p => p.Text("metadata", "labels", "app") == "rook-ceph-tools").ToList();
        if (toolboxes.Any(CephPods.IsReady)) return [];
        var ns = await view.NamespaceAsync().ConfigureAwait(false);
        var deployment = (await view.Deployments.ConfigureAwait(false)).FirstOrDefault(d => d.Text("metadata", "name") == "rook-ceph-tools");
        var why = toolboxes.Count > 0 ? $"{toolboxes[0].Text("metadata", "name")} is not ready" : deployment is null ? "there is no Deployment rook-ceph-tools" : "its Deployment has no pod";
        return [await FindingAsync(view, CheckStatus.Warn, "Deployment", "rook-ceph-tools", $"{why}: Ceph is asked in the operator's pod, as long as that runs").ConfigureAwait(false) with
        {
            Remedy = deployment is null
                ? CommandText.Line("Get-K8sWorkload", view.Cluster.Context, ("Namespace", ns), ("Kind", "Deployment"))
                : CommandText.Line("Set-K8sWorkload", view.Cluster.Context, ("Kind", "Deployment"), ("Namespace", ns), ("Name", "rook-ceph-tools"), ("Replicas", "1")),
            Parameters = Parameters(("Namespace", ns), ("OperatorNamespace", ns), ("Workload", "rook-ceph-tools")),
        }];
    }
}
