using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Ceph.Reading;

/// <summary>Makes <see cref="CephOsd"/>s of <c>ceph osd tree</c> and what else is known of them.</summary>
internal sealed class CephOsdReading
{
    /// <summary>Where each OSD's figures stand: <c>osd df</c>. Empty where there is no manager to tell.</summary>
    private readonly Dictionary<int, JsonObject> _usage;
    private readonly Dictionary<int, JsonObject> _latency;
    private readonly Dictionary<int, JsonObject> _metadata;
    private readonly Dictionary<int, JsonObject> _map;
    private readonly DateTimeOffset? _lastUpChange;
    private readonly Dictionary<int, JsonObject> _pods;
    private readonly Dictionary<int, JsonObject> _deployments;

    /// <summary>Creates the reading; what could not be read is null.</summary>
    public CephOsdReading(JsonNode? usage, JsonNode? latency, JsonNode? metadata, JsonNode? map, IEnumerable<JsonObject>? pods, IEnumerable<JsonObject>? deployments)
    {
        _usage = ById(usage.Items("nodes"), "id");
        _latency = ById(latency.Items("osdstats", "osd_perf_infos"), "id");
        _metadata = ById(metadata.Items(), "id");
        _map = ById(map.Items("osds"), "osd");
        _lastUpChange = CephFields.Time(map.Text("last_up_change"));
        // What is left of a pod that was evicted says nothing of where the OSD is now.
        _pods = ByLabel(pods?.Where(p => !Checks.CephPods.HasEnded(p)));
        _deployments = ByLabel(deployments);
    }

    /// <summary>The OSDs in the order of their ids.</summary>
    public IReadOnlyList<CephOsd> Read(JsonNode tree, CephReadingContext at)
    {
        if (tree.At("nodes") is not JsonArray) throw at.Invalid("osd tree", "it has no nodes.");
        var hosts = new Dictionary<int, string>();
        foreach (var host in tree.Items("nodes").Where(n => n.Text("type") == "host"))
        {
            foreach (var child in host.Numbers("children")) hosts[child] = host.Text("name") ?? "";
        }

        var osds = new SortedDictionary<int, CephOsd>();
        foreach (var (node, isStray) in tree.Items("nodes").Select(n => (n, false)).Concat(tree.Items("stray").Select(n => (n, true))))
        {
            if (node.Text("type") == "osd" && node.Small("id") is { } id and >= 0) osds[id] = Osd(node, id, hosts.GetValueOrDefault(id), isStray, at);
        }

        return [.. osds.Values];
    }

    private static Dictionary<int, JsonObject> ById(IEnumerable<JsonObject> items, string field)
    {
        var all = new Dictionary<int, JsonObject>();
        foreach (var item in items)
        {
            if (item.Small(field) is { } id) all[id] = item;
        }

        return all;
    }

    private static Dictionary<int, JsonObject> ByLabel(IEnumerable<JsonObject>? objects)
    {
        var all = new Dictionary<int, JsonObject>();
        foreach (var o in objects ?? [])
        {
            if (!int.TryParse(o.Text("metadata", "labels", "ceph-osd-id") ?? o.Text("metadata", "labels", "osd"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            // Of two pods the one that is not on its way out.
            if (!all.ContainsKey(id) || o.Text("metadata", "deletionTimestamp") is null) all[id] = o;
        }

        return all;
    }

    private CephOsd Osd(JsonObject node, int id, string? host, bool isStray, CephReadingContext at)
    {
        var status = node.Text("status") ?? "";
        var reweight = node.Real("reweight") ?? 0;
        var isUp = status == "up";
        var isIn = reweight > 0;
        var usage = _usage.GetValueOrDefault(id);
        var latency = _latency.GetValueOrDefault(id).At("perf_stats");
        return new CephOsd
        {
            Cluster = at.Cluster,
            Namespace = at.Namespace,
            OsdId = id,
            Daemon = node.Text("name") ?? string.Create(CultureInfo.InvariantCulture, $"osd.{id}"),
            Node = _pods.GetValueOrDefault(id).Text("spec", "nodeName") ?? _deployments.GetValueOrDefault(id).Text("spec", "template", "spec", "nodeSelector", "kubernetes.io/hostname") ?? host,
            CrushHost = host,
            DeviceClass = node.Text("device_class"),
            Up = isUp,
            In = isIn && !isStray && status is ("up" or "down"),
            State = State(status, isIn, isStray),
            StateText = isStray ? status + ", stray" : $"{status}, {(isIn ? "in" : "out")}",
            UpFor = isUp && _lastUpChange is { } changed ? (at.Now > changed ? at.Now - changed : TimeSpan.Zero) : null,
            UpFrom = _map.GetValueOrDefault(id).Whole("up_from"),
            DownAt = _map.GetValueOrDefault(id).Whole("down_at"),
            CrushWeight = node.Real("crush_weight") ?? 0,
            Reweight = reweight,
            PlacementGroups = usage.Small("pgs") ?? 0,
            SizeBytes = Kibibytes(usage, "kb"),
            UsedBytes = Kibibytes(usage, "kb_used"),
            AvailableBytes = Kibibytes(usage, "kb_avail"),
            UsedPercent = usage.Real("utilization") ?? 0,
            CommitLatencyMs = latency.Real("commit_latency_ms"),
            ApplyLatencyMs = latency.Real("apply_latency_ms"),
            Deployment = _deployments.GetValueOrDefault(id).Text("metadata", "name"),
            Pod = _pods.GetValueOrDefault(id).Text("metadata", "name"),
            Version = _metadata.GetValueOrDefault(id).Text("ceph_version_short"),
            ObservedAt = at.Now,
        };
    }

    private static CephOsdState State(string status, bool isIn, bool isStray) => (status, isIn) switch
    {
        _ when isStray => CephOsdState.Stray,
        ("destroyed", _) => CephOsdState.Destroyed,
        ("up", true) => CephOsdState.UpIn,
        ("up", false) => CephOsdState.UpOut,
        ("down", true) => CephOsdState.DownIn,
        ("down", false) => CephOsdState.DownOut,
        _ => CephOsdState.Unknown,
    };

    private static long Kibibytes(JsonNode? usage, string field) => usage.Count(field) is { } count and >= 0 and < long.MaxValue / 1024 ? count * 1024 : 0;
}
