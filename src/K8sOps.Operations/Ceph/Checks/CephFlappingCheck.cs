using System.Globalization;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;
using K8sOps.Kube.Checks;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether an OSD goes down and comes up again and again: Ceph calls it well each time that it is up.</summary>
internal sealed class CephFlappingCheck : CephCheck
{
    private const int Many = 3;
    private static readonly TimeSpan s_lately = TimeSpan.FromHours(1);

    public override CheckInfo Info { get; } = Own("OSD_FLAPPING", "No OSD restarts again and again", "OSD flapping");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var found = new List<CheckResult>();
        foreach (var pod in (await view.Pods.ConfigureAwait(false)).Where(p => p.Text("metadata", "labels", "app") == "rook-ceph-osd"))
        {
            if (!int.TryParse(pod.Text("metadata", "labels", "ceph-osd-id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            foreach (var container in pod.Items("status", "containerStatuses"))
            {
                // One that does not come up again at all is down: CEPH.OSD_DOWN speaks for it.
                if (container.Text("state", "waiting", "reason") == "CrashLoopBackOff") continue;
                var ended = CephFields.Time(container.Text("lastState", "terminated", "finishedAt"));
                if (container.Small("restartCount") is not >= Many || ended is not { } at || view.Now - at > s_lately) continue;
                var name = string.Create(CultureInfo.InvariantCulture, $"osd.{id}");
                var finding = await FindingAsync(view, CheckStatus.Warn, "CephOsd", name,
                    string.Create(CultureInfo.InvariantCulture, $"its container {container.Text("name")} has restarted {container.Small("restartCount")} times, last {AgeText.Of(view.Now - at)} ago")).ConfigureAwait(false);
                found.Add(finding with
                {
                    Remedy = CommandText.Line("Get-K8sLog", view.Cluster.Context, ("Namespace", finding.Namespace), ("Name", pod.Text("metadata", "name"))) + " -Previous",
                    Parameters = Parameters([("Namespace", finding.Namespace!), ("OsdId", id), ("Daemon", name), .. Node(pod.Text("spec", "nodeName"))]),
                });
                break;
            }
        }

        return found;
    }

    private static (string, object)[] Node(string? node) => node is null ? [] : [("Node", node)];
}
