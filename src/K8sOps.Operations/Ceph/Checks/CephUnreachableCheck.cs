using K8sOps.Kube;
using K8sOps.Kube.Checks;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether anything is known of Ceph at all: by asking it, or by what Rook wrote down a moment ago.</summary>
internal sealed class CephUnreachableCheck : CephCheck
{
    public override CheckInfo Info { get; } = Own("UNREACHABLE", "Ceph can be asked, or Rook tells of it", "Toolbox missing");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var health = await view.Health.ConfigureAwait(false);
        if (health.IsLive) return [];
        var error = health.Error!;
        // It could be run, and its monitors did not answer: then what Rook saw a minute ago is over.
        var isSilent = error.Id is "Timeout" or "CephUnreachable" && await HasPlaceAsync(view).ConfigureAwait(false);
        if (!isSilent && health.Age <= CephView.Fresh) return [];
        var ns = await view.NamespaceAsync().ConfigureAwait(false);
        var finding = await FindingAsync(view, CheckStatus.Fail, "CephCluster", ns, isSilent
            ? $"Ceph does not answer: {error.Message}"
            : $"Ceph could not be asked, and {(health.Age is { } age ? $"what Rook wrote down is {AgeText.Of(age)} old" : "Rook has written nothing down")}: {error.Message}").ConfigureAwait(false);
        return [finding with
        {
            Symptom = isSilent ? "Monitor out of quorum" : Info.Symptom,
            Remedy = CommandText.Line("Get-K8sPod", view.Cluster.Context, ("Namespace", ns), ("Name", isSilent ? "rook-ceph-m*" : "rook-ceph-*")),
            SourceAge = health.Age,
        }];
    }

    private static async Task<bool> HasPlaceAsync(CephView view)
    {
        try
        {
            await view.PlaceAsync().ConfigureAwait(false);
            return true;
        }
        catch (OperationException)
        {
            // Nothing runs that could ask: the error at hand says so already.
            return false;
        }
    }
}
