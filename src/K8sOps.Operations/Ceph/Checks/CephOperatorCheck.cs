using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether Rook's operator runs: without it nothing is repaired, and no disk is replaced.</summary>
internal sealed class CephOperatorCheck : CephCheck
{
    private const string Label = "app=rook-ceph-operator";
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(1);

    public override CheckInfo Info { get; } = Own("OPERATOR_DOWN", "Rook's operator runs", "Operator or CSI down");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var home = await view.NamespaceAsync().ConfigureAwait(false);
        IReadOnlyList<JsonObject> operators = [.. (await view.Deployments.ConfigureAwait(false)).Where(Is)];
        if (operators.Count == 0) operators = await view.ListAsync(KubeResources.Deployments, null, Label).ConfigureAwait(false);
        if (operators.Count == 0)
        {
            var missing = await FindingAsync(view, CheckStatus.Fail, "Deployment", "rook-ceph-operator", $"no Deployment is labelled {Label}: nobody looks after this CephCluster").ConfigureAwait(false);
            return [missing with { Remedy = CommandText.Line("Get-K8sWorkload", view.Cluster.Context, ("Namespace", home), ("Kind", "Deployment")) }];
        }

        var found = new List<CheckResult>();
        foreach (var one in operators)
        {
            var (wanted, available) = CephPods.Counts(one, isDaemonSet: false);
            if (available > 0 || (wanted > 0 && CephPods.Since(one) is { } since && view.Now - since < s_grace)) continue;
            var (ns, name) = (one.Text("metadata", "namespace") ?? home, one.Text("metadata", "name") ?? "");
            found.Add((await FindingAsync(view, CheckStatus.Fail, "Deployment", name, wanted == 0 ? "scaled to nothing: nobody looks after this CephCluster" : "no pod of it is available: nobody looks after this CephCluster").ConfigureAwait(false)) with
            {
                Namespace = ns,
                Remedy = wanted == 0
                    ? CommandText.Line("Set-K8sWorkload", view.Cluster.Context, ("Kind", "Deployment"), ("Namespace", ns), ("Name", name), ("Replicas", "1"))
                    : CommandText.Line("Get-K8sPod", view.Cluster.Context, ("Namespace", ns), ("Name", name + "-*")),
                Parameters = Parameters(("Namespace", home), ("OperatorNamespace", ns), ("Workload", name)),
            });
        }

        return found;
    }

    private static bool Is(JsonObject deployment) => deployment.Text("metadata", "labels", "app") == "rook-ceph-operator" || deployment.Text("metadata", "name") == "rook-ceph-operator";
}
