using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;
using K8sOps.Kube.Checks;

namespace K8sOps.Ceph.Checks;

/// <summary>
/// Whether an OSD goes down and comes up again and again: Ceph calls it well each time that it is up. A process that ends shows in its
/// pod. One that others stop hearing (<c>wrongly marked me down</c> in its log) does not, and shows only in the OSD map.
/// </summary>
internal sealed class CephFlappingCheck : CephCheck
{
    private const int Many = 3;
    private static readonly TimeSpan s_lately = TimeSpan.FromHours(1);

    /// <summary>No start of an OSD takes so long; a process that is older when its OSD comes up was not started for it.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromMinutes(30);

    public override CheckInfo Info { get; } = Own("OSD_FLAPPING", "No OSD goes down and comes up again and again", "OSD flapping");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var found = new SortedDictionary<int, CheckResult>();
        var pods = (await view.Pods.ConfigureAwait(false)).Where(p => p.Text("metadata", "labels", "app") == "rook-ceph-osd" && !CephPods.HasEnded(p)).ToList();
        foreach (var pod in pods)
        {
            if (!int.TryParse(pod.Text("metadata", "labels", "ceph-osd-id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            foreach (var container in pod.Items("status", "containerStatuses"))
            {
                // One that does not come up again at all is down: CEPH.OSD_DOWN speaks for it.
                if (container.Text("state", "waiting", "reason") == "CrashLoopBackOff") continue;
                var ended = CephFields.Time(container.Text("lastState", "terminated", "finishedAt"));
                if (container.Small("restartCount") is not >= Many || ended is not { } at || view.Now - at > s_lately) continue;
                found[id] = await FindingAsync(view, id, pod, string.Create(CultureInfo.InvariantCulture, $"its container {container.Text("name")} has restarted {container.Small("restartCount")} times, last {AgeText.Of(view.Now - at)} ago")).ConfigureAwait(false);
                found[id] = found[id] with { Remedy = found[id].Remedy + " -Previous" };
                break;
            }
        }

        try
        {
            foreach (var (osd, pod) in MarkedDown(view, await view.Osds.ConfigureAwait(false), pods).Where(m => !found.ContainsKey(m.Osd.OsdId)))
            {
                found[osd.OsdId] = await FindingAsync(view, osd.OsdId, pod, string.Create(CultureInfo.InvariantCulture,
                    $"it was marked down while it ran, and came up again {AgeText.Of(osd.UpFor!.Value)} ago (epochs {osd.DownAt} and {osd.UpFrom} of the OSD map): others do not hear it")).ConfigureAwait(false);
            }
        }
        catch (OperationException) when (found.Count > 0)
        {
            // What the pods show stands without the OSD map. That they show nothing does not.
        }

        return [.. found.Values];
    }

    /// <summary>The OSD that came up last in the map, where that was lately, and its process is older than its absence can be.</summary>
    private static IEnumerable<(CephOsd Osd, JsonObject Pod)> MarkedDown(CephView view, IReadOnlyList<CephOsd> osds, IReadOnlyList<JsonObject> pods)
    {
        var newest = osds.Select(o => Math.Max(o.UpFrom ?? 0, o.DownAt ?? 0)).DefaultIfEmpty(0).Max();
        // The time of the last change is that of the newest epoch alone: nothing is known of when the others came up.
        foreach (var osd in osds.Where(o => o is { Up: true, DownAt: > 0 } && o.UpFrom == newest && o.UpFor <= s_lately))
        {
            if (pods.FirstOrDefault(p => p.Text("metadata", "name") == osd.Pod) is not { } pod) continue;
            var started = pod.Items("status", "containerStatuses").Where(c => c.Text("name") == "osd").Select(c => CephFields.Time(c.Text("state", "running", "startedAt"))).FirstOrDefault();
            if (view.Now - osd.UpFor - started > s_start) yield return (osd, pod);
        }
    }

    private async Task<CheckResult> FindingAsync(CephView view, int id, JsonObject pod, string message)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"osd.{id}");
        var finding = await FindingAsync(view, CheckStatus.Warn, "CephOsd", name, message).ConfigureAwait(false);
        return finding with
        {
            Remedy = CommandText.Line("Get-K8sLog", view.Cluster.Context, ("Namespace", finding.Namespace), ("Name", pod.Text("metadata", "name"))),
            Parameters = Parameters([("Namespace", finding.Namespace!), ("OsdId", id), ("Daemon", name), .. Node(pod.Text("spec", "nodeName"))]),
        };
    }

    private static (string, object)[] Node(string? node) => node is null ? [] : [("Node", node)];
}
