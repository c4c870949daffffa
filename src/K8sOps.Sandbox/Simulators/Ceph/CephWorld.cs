using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>
/// The Ceph cluster of a world, as its monitors and its manager know it. Nothing runs in it: whoever looks has it settled first, which
/// works off, in order, what fell due since somebody last looked. Used under the world's lock.
/// </summary>
internal sealed partial class CephWorld(WorldIndex index, KubeletController kubelets)
{
    /// <summary>Where Rook and its cluster live.</summary>
    public const string Namespace = "rook-ceph";

    /// <summary>What all its daemons run.</summary>
    public const string Version = "ceph version 19.2.3 (c92aebb279828e9c3c1f5d24613efca272649e62) squid (stable)";

    public const string ShortVersion = "19.2.3";

    /// <summary>How long the peers of an OSD that went silent wait before they report it.</summary>
    private static readonly TimeSpan HeartbeatGrace = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan BootTime = TimeSpan.FromSeconds(2);
    private readonly SortedSet<string> flags = new(StringComparer.Ordinal);
    private DateTimeOffset settled;

    public WorldIndex Index { get; } = index;

    public DateTimeOffset Now => Index.Now;

    /// <summary>Whether the world has a Ceph cluster.</summary>
    public bool IsThere => Monitors.Count > 0;

    public string Fsid { get; private set; } = "";

    public DateTimeOffset Created { get; private set; }

    public SortedDictionary<int, CephOsd> Osds { get; } = [];

    public List<CephPool> Pools { get; } = [];

    public List<CephPlacementGroup> Groups { get; } = [];

    public List<CephMonitor> Monitors { get; } = [];

    public List<CephManager> Managers { get; } = [];

    public List<CephCrash> Crashes { get; } = [];

    public List<CephMute> Mutes { get; } = [];

    /// <summary>Who has a key, beside the daemons: what <c>auth ls</c> lists.</summary>
    public SortedSet<string> Entities { get; } = new(StringComparer.Ordinal);

    /// <summary>Settings of the monitors' database, by section and name.</summary>
    public SortedDictionary<string, string> Config { get; } = new(StringComparer.Ordinal);

    /// <summary>The cluster's flags that people set, such as noout.</summary>
    public IReadOnlySet<string> Flags => flags;

    /// <summary>Flags on hosts and device classes.</summary>
    public SortedDictionary<string, SortedSet<string>> NodeFlags { get; } = new(StringComparer.Ordinal);

    public long Epoch { get; private set; } = 1483;

    public long ElectionEpoch { get; private set; } = 42;

    public DateTimeOffset QuorumSince { get; private set; }

    public DateTimeOffset LastUpChange { get; private set; }

    public DateTimeOffset LastInChange { get; private set; }

    public DateTimeOffset Modified { get; private set; }

    public double NearfullRatio { get; set; } = 0.85;

    public double BackfillfullRatio { get; set; } = 0.9;

    public double FullRatio { get; set; } = 0.95;

    public IEnumerable<CephMonitor> Quorum => Monitors.Where(static monitor => monitor.IsWell);

    public bool HasQuorum => Quorum.Count() * 2 > Monitors.Count;

    /// <summary>The manager that does the work; null when none does.</summary>
    public CephManager? ActiveManager => Managers.Where(static manager => manager.IsRunning).OrderBy(static manager => manager.Since).ThenBy(static manager => manager.Name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>What the monitors wait, from when an OSD is down until they put it out.</summary>
    public TimeSpan DownOutInterval => TimeSpan.FromSeconds(
        double.TryParse(Setting("mon_osd_down_out_interval"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : 600);

    public string? Setting(string name) => Config.Where(pair => pair.Key.EndsWith("/" + name, StringComparison.Ordinal)).Select(static pair => pair.Value).FirstOrDefault();

    /// <summary>Works off what fell due, and where data has got to.</summary>
    public void Settle()
    {
        if (!IsThere) return;
        var now = Now;
        for (var turn = NextTurn(); turn is { } next && next.At <= now; turn = NextTurn())
        {
            Move(next.At);
            settled = next.At;
            next.Do();
        }

        Move(now);
        settled = now;
        Mutes.RemoveAll(mute => mute.Until <= now);
    }

    /// <summary>Something of the OSD map was changed: data finds its places anew.</summary>
    public void Remap()
    {
        Epoch++;
        Modified = settled;
        foreach (var group in Groups) Remap(group);
        Restate(settled);
    }

    public bool SetFlag(string flag)
    {
        if (!flags.Add(flag)) return false;
        Touch();
        return true;
    }

    public bool ClearFlag(string flag)
    {
        if (!flags.Remove(flag)) return false;
        Touch();
        return true;
    }

    /// <summary>The OSD map has changed in what moves no data.</summary>
    public void Touch()
    {
        Epoch++;
        Modified = settled;
        Restate(settled);
    }

    public void SetIn(CephOsd osd, bool isIn, bool bySelf = false)
    {
        if (osd.IsIn == isIn) return;
        osd.IsIn = isIn;
        osd.IsAutoOut = !isIn && bySelf;
        LastInChange = settled;
        Remap();
    }

    /// <summary>Somebody has an OSD marked down; it says so, and comes back, if it still runs.</summary>
    public void MarkDownByHand(CephOsd osd)
    {
        if (osd.IsRunning) osd.RunningSince = settled;
        MarkDown(osd);
    }

    public void Reweigh(CephOsd osd, double weight)
    {
        osd.IsIn = weight > 0;
        osd.IsAutoOut = false;
        if (weight > 0) osd.Weight = weight;
        Remap();
    }

    /// <summary>Begins a deep scrub; a repair mends what it finds.</summary>
    public void Scrub(CephPlacementGroup group, bool isRepair)
    {
        group.ScrubEnd = settled + TimeSpan.FromSeconds(20);
        group.IsRepair = isRepair;
        Restate(settled);
    }

    /// <summary>Takes an OSD out of all maps.</summary>
    public void Purge(CephOsd osd)
    {
        Osds.Remove(osd.Id);
        Entities.Remove(osd.Name);
        foreach (var group in Groups)
        {
            group.Holders.Remove(osd.Id);
            group.Backfills.Remove(osd.Id);
        }

        Remap();
    }

    /// <summary>Whether a flag holds for an OSD: the cluster's, its own, or its host's.</summary>
    public bool Holds(string flag, CephOsd osd) =>
        flags.Contains(flag) || osd.Flags.Contains(flag) || NodeFlags.GetValueOrDefault(osd.Host)?.Contains(flag) == true || NodeFlags.GetValueOrDefault(osd.DeviceClass)?.Contains(flag) == true;

    public CephPool? Pool(string name) => Pools.FirstOrDefault(pool => pool.Name == name);

    private (DateTimeOffset At, Action Do)? NextTurn()
    {
        (DateTimeOffset At, Action Do)? next = null;
        void Consider(DateTimeOffset at, Action action)
        {
            if (at < settled) at = settled;
            if (next is null || at < next.Value.At) next = (at, action);
        }

        foreach (var osd in Osds.Values)
        {
            if (osd.IsUp && !osd.IsRunning && !Holds("nodown", osd)) Consider(osd.RunningSince + HeartbeatGrace, () => MarkDown(osd));
            else if (!osd.IsUp && osd.IsRunning && !osd.IsDestroyed && !Holds("noup", osd)) Consider(osd.RunningSince + BootTime, () => MarkUp(osd));
            else if (!osd.IsUp && osd.IsIn && osd.DownAt is { } down && DownOutInterval > TimeSpan.Zero && !Holds("noout", osd) && MayPutOut()) Consider(down + DownOutInterval, () => SetIn(osd, isIn: false, bySelf: true));
        }

        foreach (var group in Groups)
        {
            if (group.ScrubEnd is { } end) Consider(end, () => EndScrub(group));
        }

        return next;
    }

    /// <summary>The monitors put out no more OSDs by themselves once too few would be left in.</summary>
    private bool MayPutOut() => (Osds.Values.Count(static osd => osd.IsIn) - 1) >= 0.75 * Osds.Count;

    private void MarkDown(CephOsd osd)
    {
        osd.IsUp = false;
        osd.DownAt = settled;
        osd.Downs++;
        osd.DownEpoch = Epoch + 1;
        LastUpChange = settled;
        Remap();
    }

    private void MarkUp(CephOsd osd)
    {
        var away = settled - (osd.DownAt ?? settled);
        osd.IsUp = true;
        osd.DownAt = null;
        osd.UpFrom = Epoch + 1;
        LastUpChange = settled;
        if (osd.IsAutoOut && !Holds("noin", osd))
        {
            osd.IsIn = true;
            osd.IsAutoOut = false;
            LastInChange = settled;
        }

        foreach (var group in Groups.Where(group => group.IsActive && group.Holders.TryGetValue(osd.Id, out var lacks) && lacks == 0))
        {
            // Clients went on writing meanwhile: some objects of each group.
            group.Holders[osd.Id] = Math.Min(group.Objects, Math.Ceiling(away.TotalMinutes * 3));
        }

        Remap();
    }

    private void EndScrub(CephPlacementGroup group)
    {
        if (group.IsRepair) group.ScrubErrors = 0;
        group.ScrubEnd = null;
        group.IsRepair = false;
        group.LastScrub = settled;
        group.LastDeepScrub = settled;
        Restate(settled);
    }

    /// <summary>The pods of the daemons, as the kubelets tell of them.</summary>
    private JsonObject? PodOf(string kind, string id) => Index.InNamespace(KubeResources.Pods, Namespace)
        .Where(pod => pod.Label("ceph_daemon_type") == kind && pod.Label("ceph_daemon_id") == id)
        .OrderByDescending(pod => IsServing(pod, kind)).FirstOrDefault();

    private static bool IsServing(JsonObject pod, string container) =>
        pod.Objects("status", "containerStatuses").Any(status => status.Text("name") == container && status.Flag("ready"));
}
