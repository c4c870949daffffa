using K8sOps.Kube;
using K8sOps.Kube.Checks;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether Ceph can be asked; and where it cannot, whether what Rook wrote down a moment ago can stand in for that.</summary>
internal sealed class CephUnreachableCheck : CephCheck
{
    public override CheckInfo Info { get; } = Own("UNREACHABLE", "Ceph can be asked", "Toolbox missing");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var health = await view.Health.ConfigureAwait(false);
        if (health.Error is not { } error) return [];
        var ns = await view.NamespaceAsync().ConfigureAwait(false);
        var finding = await FindingAsync(view, health.Doubt is null ? CheckStatus.Warn : CheckStatus.Fail, "CephCluster", ns, health switch
        {
            { IsSilent: true } => $"Ceph does not answer: {error.Message}",
            { Doubt: { } doubt } => $"{doubt}: {error.Message}",
            _ => $"Ceph cannot be asked: {error.Message.TrimEnd('.')}; read from {health.Source}, {AgeText.Of(health.Age!.Value)} old",
        }).ConfigureAwait(false);
        return [finding with
        {
            Symptom = health.IsSilent ? "Monitor out of quorum" : Info.Symptom,
            Remedy = CommandText.Line("Get-K8sPod", view.Cluster.Context, ("Namespace", ns), ("Name", health.IsSilent ? "rook-ceph-m*" : "rook-ceph-*")),
            SourceAge = health.Age,
        }];
    }
}
