using K8sOps.Kube;

namespace K8sOps.Ceph.Checks;

/// <summary>
/// Whether an OSD is dead that Ceph no longer complains of: <c>OSD_DOWN</c> counts only what is in (<c>OSDMap::check_health</c>), so it
/// falls silent about an OSD as soon as that was marked out, after ten minutes by default.
/// </summary>
internal sealed class CephOsdOutCheck : CephCheck
{
    public override CheckInfo Info { get; } = Own("OSD_OUT", "No OSD is dead and given up", "OSD down");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var away = (await view.Osds.ConfigureAwait(false)).Where(o => !o.Up && o.State is CephOsdState.DownOut or CephOsdState.Destroyed or CephOsdState.Stray).ToList();
        if (away.Count == 0) return [];
        var stopped = (await view.Deployments.ConfigureAwait(false)).Where(d => d.Text("metadata", "annotations", CephMarks.OsdStopped) is not null).Select(d => d.Text("metadata", "name")).ToHashSet(StringComparer.Ordinal);
        var found = new List<CheckResult>();
        // Whoever stopped one with Stop-CephOsd knows of it.
        foreach (var osd in away.Where(o => !stopped.Contains(o.Deployment ?? CephMarks.OsdDeployment(o.OsdId))))
        {
            var finding = await FindingAsync(view, CheckStatus.Warn, "CephOsd", osd.Daemon, Message(osd)).ConfigureAwait(false);
            found.Add(finding with
            {
                Remedy = Line(finding, "Get-CephOsd", "OsdId", osd.OsdId),
                Parameters = Parameters([("Namespace", finding.Namespace!), ("OsdId", osd.OsdId), ("Daemon", osd.Daemon), .. osd.Node is { } node ? [("Node", (object)node)] : Array.Empty<(string, object)>()]),
                Evidence = [$"{osd.StateText}; {(osd.Pod is { } pod ? "pod " + pod : "no pod")}"],
            });
        }

        return found;
    }

    private static string Message(CephOsd osd) => osd.State switch
    {
        CephOsdState.Stray => "it has a number and has never started, or has lost its place in the CRUSH map",
        CephOsdState.Destroyed => "it is destroyed: its number waits for a disk that takes its place",
        _ => "it is down, and was marked out: its copies are made anew elsewhere, and Ceph complains of it no more",
    };
}
