using System.Globalization;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether the data of the largest host would fit on the others, where there are others that it would move to.</summary>
internal sealed class CephHostLossCheck : CephCheck
{
    /// <summary>Where Ceph stops moving data to an OSD.</summary>
    private const double BackfillFull = 90;

    public override CheckInfo Info { get; } = Own("HOST_LOSS_CAPACITY", "The data of the largest host would fit on the others", "Storage nearly full");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var osds = (await view.Osds.ConfigureAwait(false)).Where(o => o is { In: true, Node: not null }).ToList();
        if (osds.Count > 0 && osds.TrueForAll(o => o.SizeBytes == 0)) throw new OperationException("CephUnreachable", OperationCategory.ResourceUnavailable, view.Cluster.Context, "Not known: no OSD's use of space could be read, as where no manager is active.");
        var copies = (await view.Pools.ConfigureAwait(false)).Select(p => p.Replicas).DefaultIfEmpty(0).Max();
        var found = new List<CheckResult>();
        foreach (var device in osds.GroupBy(o => o.DeviceClass ?? "", StringComparer.Ordinal))
        {
            var hosts = device.GroupBy(o => o.Node!, StringComparer.Ordinal).Select(h => (Host: h.Key, Size: h.Sum(o => o.SizeBytes), Used: h.Sum(o => o.UsedBytes))).OrderByDescending(h => h.Size).ToList();
            // With as many hosts as copies nothing moves when one is lost: its copies wait for it.
            if (hosts.Count <= copies || hosts.Count < 2) continue;
            var left = hosts.Skip(1).Sum(h => h.Size);
            var percent = left == 0 ? 100 : 100.0 * hosts.Sum(h => h.Used) / left;
            if (percent <= BackfillFull) continue;
            var what = device.Key.Length == 0 ? "the data" : $"the data on {device.Key}";
            var finding = await FindingAsync(view, CheckStatus.Warn, "CephHost", hosts[0].Host,
                string.Create(CultureInfo.InvariantCulture, $"without it, {what} would fill the other hosts to {percent:0} %: above {BackfillFull:0} % nothing is moved to an OSD any more")).ConfigureAwait(false);
            found.Add(finding with { Remedy = Line(finding, "Get-CephUsage"), Parameters = Parameters(("Namespace", finding.Namespace!), ("Node", hosts[0].Host)) });
        }

        return found;
    }
}
