using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <content>What may be wrong with a daemon, and how its pod shows it.</content>
internal sealed partial class CephWorld
{
    /// <summary>How long an OSD must stand still until somebody has mended what is under it.</summary>
    private static readonly TimeSpan MendTime = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FlapTime = TimeSpan.FromSeconds(150);
    private readonly HashSet<int> deadDisks = [];
    private (int Osd, string Pod, DateTimeOffset Since)? slow;
    private int? flapping;
    private DateTimeOffset? standsSince;

    /// <summary>The OSD that is slow to answer its clients, for as long as its process is the one that is.</summary>
    public (int Osd, long Operations, DateTimeOffset Since)? SlowOsd
    {
        get
        {
            if (slow is not { } found || PodOf("osd", Text(found.Osd))?.Uid() != found.Pod || !Osds.TryGetValue(found.Osd, out var osd) || !osd.IsUp) return null;
            return (found.Osd, Math.Min(38, 3 + (long)((Now - found.Since).TotalSeconds / 20)), found.Since);
        }
    }

    /// <summary>The OSD whose heartbeats get lost. It is mended once it has stood still for a minute.</summary>
    public int? FlappingOsd => flapping is null || Now - standsSince >= MendTime ? null : flapping;

    /// <summary>Whether the device under an OSD is dead.</summary>
    public bool IsDiskDead(int osd) => deadDisks.Contains(osd);

    /// <summary>Makes the process that an OSD runs in now slow.</summary>
    public void SlowDown(int osd) => slow = (osd, PodOf("osd", Text(osd))?.Uid() ?? "", Now);

    /// <summary>Makes the network under an OSD lose heartbeats: it is killed for it again and again.</summary>
    public void LoseHeartbeats(int osd)
    {
        flapping = osd;
        standsSince = null;
        CrashPod(osd, 1);
    }

    /// <summary>Lets the device under an OSD die: its process ends, and never starts again.</summary>
    public void KillDisk(int osd)
    {
        deadDisks.Add(osd);
        CrashPod(osd, 134);
    }

    /// <summary>Heartbeats between OSDs that took more than a second.</summary>
    public IReadOnlyList<(int From, int To, double Milliseconds)> SlowPings() => FlappingOsd is { } to && Osds.ContainsKey(to) && standsSince is null
        ? [.. Osds.Values.Where(osd => osd.Id != to && osd.IsUp).Select(osd => (osd.Id, to, 5012.4 + (osd.Id * 731.25)))]
        : [];

    private void CrashPod(int osd, int exitCode)
    {
        if (PodOf("osd", Text(osd)) is { } pod) kubelets.Crash(pod, "osd", exitCode);
    }

    private void FollowTrouble(string id, bool hasPod)
    {
        if (flapping is not { } osd || Text(osd) != id) return;
        if (FlappingOsd is null) flapping = null;
        else standsSince = hasPod ? null : standsSince ?? Now;
    }

    private ContainerFate? FaultOf(JsonObject pod, string container)
    {
        if (container != "osd" || pod.Label("ceph_daemon_type") != "osd" || !int.TryParse(pod.Label("ceph_daemon_id"), NumberStyles.None, CultureInfo.InvariantCulture, out var osd)) return null;
        if (deadDisks.Contains(osd))
        {
            return new ContainerFate(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(4), 1, IsOutOfMemory: false,
            [
                "debug {micro} 7f{id} 0 ceph version 19.2.3 squid (stable), process ceph-osd, pid 1",
                $"debug {{micro}} 7f{{id}} -1 bdev(0x55d1 /var/lib/ceph/osd/ceph-{osd}/block) open open got: (5) Input/output error",
                $"debug {{micro}} 7f{{id}} -1 osd.{osd} 0 OSD:init: unable to mount object store",
                "debug {micro} 7f{id} -1 ** ERROR: osd init failed: (5) Input/output error",
            ]);
        }

        return FlappingOsd != osd ? null : new ContainerFate(TimeSpan.FromSeconds(6), FlapTime, 1, IsOutOfMemory: false,
        [
            "debug {micro} 7f{id} 0 ceph version 19.2.3 squid (stable), process ceph-osd, pid 1",
            $"debug {{micro}} 7f{{id}} -1 osd.{osd} heartbeat_check: no reply from osd.0 ever on either front or back",
            $"debug {{micro}} 7f{{id}} 0 log_channel(cluster) log [WRN] : Monitor daemon marked osd.{osd} down, but it is still running",
            $"debug {{micro}} 7f{{id}} 0 osd.{osd} marked down too often, shutting down",
        ]);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
