using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether the CSI drivers run that bring Ceph's volumes to pods. They live beside the operator.</summary>
internal sealed class CephDriverCheck : CephCheck
{
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(1);

    public override CheckInfo Info { get; } = Own("CSI_DOWN", "The CSI drivers run", "Operator or CSI down");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var home = await view.NamespaceAsync().ConfigureAwait(false);
        var deployments = view.Deployments;
        var daemonSets = view.ListAsync(KubeResources.DaemonSets, home, null);
        var found = new List<CheckResult>();
        foreach (var (workload, isDaemonSet) in (await deployments.ConfigureAwait(false)).Select(d => (d, false)).Concat((await daemonSets.ConfigureAwait(false)).Select(d => (d, true))))
        {
            if (!Is(workload)) continue;
            var (wanted, available) = CephPods.Counts(workload, isDaemonSet);
            if (available >= wanted && wanted > 0) continue;
            if (wanted > 0 && !isDaemonSet && CephPods.Since(workload) is { } since && view.Now - since < s_grace) continue;
            // A DaemonSet on no node at all is one that nothing is meant to run.
            if (isDaemonSet && wanted == 0) continue;
            found.Add(await AboutAsync(view, home, workload, isDaemonSet, wanted, available).ConfigureAwait(false));
        }

        return found;
    }

    // Rook's own drivers are called csi-rbdplugin, csi-cephfsplugin-provisioner …; those of the Ceph-CSI operator NAMESPACE.rbd.csi.ceph.com-ctrlplugin and …-nodeplugin.
    private static bool Is(JsonObject workload)
    {
        var name = workload.Text("metadata", "name") ?? "";
        return (name.StartsWith("csi-", StringComparison.Ordinal) && name.Contains("plugin", StringComparison.Ordinal))
            || name.Contains(".csi.ceph.com-", StringComparison.Ordinal) || name.StartsWith("ceph-csi-", StringComparison.Ordinal);
    }

    private async Task<CheckResult> AboutAsync(CephView view, string home, JsonObject workload, bool isDaemonSet, int wanted, int available)
    {
        var (ns, name, kind) = (workload.Text("metadata", "namespace") ?? home, workload.Text("metadata", "name") ?? "", isDaemonSet ? "DaemonSet" : "Deployment");
        var harm = name.Contains("provisioner", StringComparison.Ordinal) || name.Contains("ctrlplugin", StringComparison.Ordinal) ? "volumes are neither made nor attached" : "pods on such a node cannot mount volumes";
        var message = wanted == 0 ? "scaled to nothing: " + harm : string.Create(CultureInfo.InvariantCulture, $"{available} of {wanted} available: {harm}");
        return (await FindingAsync(view, available == 0 ? CheckStatus.Fail : CheckStatus.Warn, kind, name, message).ConfigureAwait(false)) with
        {
            Namespace = ns,
            Remedy = CommandText.Line("Get-K8sPod", view.Cluster.Context, ("Namespace", ns), ("Name", name + "-*")),
            Parameters = Parameters(("Namespace", home), ("OperatorNamespace", ns), ("Workload", name)),
        };
    }
}
