using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <content>The daemons are what their pods are.</content>
internal sealed partial class CephWorld
{
    private const long GiB = 1L << 30;

    /// <summary>Makes the cluster from the Deployments that are there: called once, when the world has been filled.</summary>
    public void Begin()
    {
        var deployments = Index.InNamespace(KubeResources.Deployments, Namespace).OrderBy(static item => item.Name(), StringComparer.Ordinal).ToList();
        var endpoints = Index.Get(Kinds.ConfigMaps, Namespace, "rook-ceph-mon-endpoints").Text("data", "data") ?? "";
        var created = deployments.Select(static item => item.Time("metadata", "creationTimestamp")).Min();
        if (created is not { } then || endpoints.Length == 0) return;

        Created = then + TimeSpan.FromMinutes(3);
        settled = moved = Now;
        Fsid = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Index.Get(Kinds.Secrets, Namespace, "rook-ceph-mon").Text("data", "fsid") ?? ""));
        foreach (var endpoint in endpoints.Split(','))
        {
            var (name, address) = (endpoint[..endpoint.IndexOf('=', StringComparison.Ordinal)], endpoint[(endpoint.IndexOf('=', StringComparison.Ordinal) + 1)..endpoint.LastIndexOf(':')]);
            Monitors.Add(new CephMonitor(Monitors.Count, name, HostOf(deployments, "mon", name), address));
        }

        foreach (var deployment in deployments)
        {
            var id = deployment.Label("ceph_daemon_id") ?? "";
            if (deployment.Label("ceph_daemon_type") == "mgr") Managers.Add(new CephManager(id) { Since = Since("mgr", id) });
            if (deployment.Label("ceph_daemon_type") != "osd") continue;
            var number = int.Parse(id, CultureInfo.InvariantCulture);
            var osd = new CephOsd(number, HostOf(deployments, "osd", id), 256 * GiB) { Uuid = new WorldSeed($"{Fsid}/osd.{number}").Uid(), UpFrom = 1400 + (number * 4), RunningSince = Since("osd", id) };
            Osds[number] = osd;
            Entities.Add(osd.Name);
            if (osd.RunningSince > LastUpChange) LastUpChange = osd.RunningSince;
        }

        foreach (var monitor in Monitors) QuorumSince = Later(QuorumSince, Since("mon", monitor.Name));
        LastInChange = Created + TimeSpan.FromMinutes(9);
        Modified = LastUpChange;
        Entities.UnionWith(["client.admin", "client.crash", "client.csi-rbd-node", "client.csi-rbd-provisioner", "client.rook-ceph-internal", "mgr.a", "mgr.b"]);
        Config["global/mon_allow_pool_delete"] = "true";
        Config["global/mon_cluster_log_file"] = "";
        AddPool(new CephPool(1, ".mgr", 1) { Application = "mgr", StoredBytes = 31_457_280, Objects = 9, Created = Created });
        AddPool(new CephPool(2, "ceph-blockpool", 32) { StoredBytes = 141 * GiB, Objects = 37_240, Created = Created + TimeSpan.FromMinutes(12) });
        AddPool(new CephPool(3, "ceph-archive", 16) { StoredBytes = 36 * GiB, Objects = 9_312, Created = Created + TimeSpan.FromDays(90), QuotaBytes = 64 * GiB });
        Restate(Now);
        kubelets.AskForFaults(FaultOf);
        foreach (var pod in Index.InNamespace(KubeResources.Pods, Namespace)) Follow(pod);
    }

    /// <summary>A pod of the namespace was made, has changed, or is gone.</summary>
    public void Follow(JsonObject pod)
    {
        if (!IsThere || pod.Label("ceph_daemon_type") is not { } kind || pod.Label("ceph_daemon_id") is not { } id) return;
        var found = PodOf(kind, id);
        var isRunning = found is not null && IsServing(found, kind);
        if (kind == "osd") FollowTrouble(id, found is not null);
        if (kind == "osd" && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Osds.TryGetValue(number, out var osd) && osd.IsRunning != isRunning)
        {
            Settle();
            osd.IsRunning = isRunning;
            osd.RunningSince = Now;
        }
        else if (kind == "mgr" && Managers.Find(manager => manager.Name == id) is { } manager && manager.IsRunning != isRunning)
        {
            Settle();
            manager.IsRunning = isRunning;
            manager.Since = Now;
        }
        else if (kind == "mon" && Monitors.Find(monitor => monitor.Name == id) is { } monitor) Follow(monitor, isRunning, found?.Uid());
    }

    /// <summary>Makes a monitor hang, or not: its pod goes on running.</summary>
    public void Hang(CephMonitor monitor)
    {
        var wasWell = monitor.IsWell;
        monitor.Pod ??= PodOf("mon", monitor.Name)?.Uid();
        monitor.HungPod = monitor.Pod;
        if (wasWell) Elect();
    }

    private void Follow(CephMonitor monitor, bool isRunning, string? pod)
    {
        var wasWell = monitor.IsWell;
        monitor.IsRunning = isRunning;
        monitor.Pod = pod;
        if (wasWell != monitor.IsWell) Elect();
    }

    private void Elect()
    {
        Settle();
        ElectionEpoch += 4;
        QuorumSince = Now;
    }

    private void AddPool(CephPool pool)
    {
        pool.LastChange = Epoch - 400 + pool.Id;
        Pools.Add(pool);
        for (var number = 0; number < pool.PlacementGroups; number++)
        {
            var group = new CephPlacementGroup(pool, number) { Since = LastUpChange, LastClean = Now, MappingEpoch = Epoch - 60 };
            group.LastScrub = Now - TimeSpan.FromMinutes(37 + (((Groups.Count * 67) + 13) % 1200));
            group.LastDeepScrub = Now - TimeSpan.FromMinutes(90 + (((Groups.Count * 211) + 29) % 8600));
            Groups.Add(group);
            foreach (var osd in Chosen(group)) group.Holders[osd] = 0;
            Remap(group);
        }
    }

    private static string HostOf(IEnumerable<JsonObject> deployments, string kind, string id) => deployments
        .First(item => item.Label("ceph_daemon_type") == kind && item.Label("ceph_daemon_id") == id)
        .Text("spec", "template", "spec", "nodeSelector", "kubernetes.io/hostname") ?? "";

    private DateTimeOffset Since(string kind, string id) => PodOf(kind, id).Objects("status", "containerStatuses").Select(static status => status.Time("state", "running", "startedAt")).FirstOrDefault() ?? Now;

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}
