using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <content>The OSD map, and what daemons tell of themselves.</content>
internal sealed partial class CephCommands
{
    /// <summary>The flags of the map, those that people set first, as Ceph orders them.</summary>
    private IEnumerable<string> FlagNames()
    {
        foreach (var flag in new[] { "pause", "noup", "nodown", "noout", "noin", "nobackfill", "norebalance", "norecover", "noscrub", "nodeep-scrub", "nosnaptrim" })
        {
            if (!ceph.Flags.Contains(flag)) continue;
            if (flag == "pause") yield return "pauserd,pausewr";
            else yield return flag;
        }

        foreach (var flag in OwnFlags) yield return flag;
    }

    private CephReply OsdDump()
    {
        var set = FlagNames().SelectMany(static name => name.Split(',')).Order(StringComparer.Ordinal).ToList();
        var nodeFlags = new JsonObject();
        foreach (var (node, names) in ceph.NodeFlags) nodeFlags[node] = CephShapes.Texts(names);
        var json = new JsonObject
        {
            ["epoch"] = ceph.Epoch,
            ["fsid"] = ceph.Fsid,
            ["created"] = CephTime.Stamp(ceph.Created),
            ["modified"] = CephTime.Stamp(ceph.Modified),
            ["last_up_change"] = CephTime.Stamp(ceph.LastUpChange),
            ["last_in_change"] = CephTime.Stamp(ceph.LastInChange),
            ["flags"] = string.Join(',', FlagNames()),
            ["flags_num"] = 5_799_936 + set.Count,
            ["flags_set"] = CephShapes.Texts(set),
            ["crush_version"] = 14,
            ["full_ratio"] = (double)(float)ceph.FullRatio,
            ["backfillfull_ratio"] = (double)(float)ceph.BackfillfullRatio,
            ["nearfull_ratio"] = (double)(float)ceph.NearfullRatio,
            ["cluster_snapshot"] = "",
            ["pool_max"] = ceph.Pools.Max(static pool => pool.Id),
            ["max_osd"] = ceph.Osds.Keys.DefaultIfEmpty(-1).Max() + 1,
            ["require_min_compat_client"] = "luminous",
            ["min_compat_client"] = "jewel",
            ["require_osd_release"] = "squid",
            ["allow_crimson"] = false,
            ["pools"] = CephShapes.List(ceph.Pools.Select(pool =>
            {
                var item = PoolJson(pool);
                item.Remove("pool_id");
                item.Insert(0, "pool", pool.Id);
                return item;
            })),
            ["osds"] = CephShapes.List(ceph.Osds.Values.Select(OsdEntry)),
            ["osd_xinfo"] = CephShapes.List(ceph.Osds.Values.Select(static osd => new JsonObject
            {
                ["osd"] = osd.Id,
                ["down_stamp"] = osd.DownAt is { } down ? CephTime.Stamp(down) : "0.000000",
                ["laggy_probability"] = 0,
                ["laggy_interval"] = 0,
                ["features"] = 4_541_880_224_203_014_143,
                ["old_weight"] = osd.IsAutoOut ? 65_536 : 0,
                ["last_purged_snaps_scrub"] = CephTime.Stamp(osd.RunningSince),
                ["dead_epoch"] = osd.DownEpoch,
            })),
            ["pg_upmap"] = new JsonArray(),
            ["pg_upmap_items"] = new JsonArray(),
            ["pg_upmap_primaries"] = new JsonArray(),
            ["pg_temp"] = CephShapes.List(ceph.Groups.Where(static group => !group.Up.SequenceEqual(group.Acting)).Select(static group => new JsonObject { ["pgid"] = group.Id, ["osds"] = CephShapes.Numbers(group.Acting) })),
            ["primary_temp"] = new JsonArray(),
            ["blocklist"] = new JsonObject(),
            ["range_blocklist"] = new JsonObject(),
            ["erasure_code_profiles"] = new JsonObject { ["default"] = new JsonObject { ["k"] = "2", ["m"] = "2", ["plugin"] = "jerasure", ["technique"] = "reed_sol_van" } },
            ["removed_snaps_queue"] = new JsonArray(),
            ["new_removed_snaps"] = new JsonArray(),
            ["new_purged_snaps"] = new JsonArray(),
            ["crush_node_flags"] = nodeFlags,
            ["device_class_flags"] = new JsonObject(),
            ["stretch_mode"] = new JsonObject { ["stretch_mode_enabled"] = false, ["stretch_bucket_count"] = 0, ["degraded_stretch_mode"] = 0, ["recovering_stretch_mode"] = 0, ["stretch_mode_bucket"] = 0 },
        };
        return CephReply.Of(json);
    }

    private JsonObject OsdEntry(CephOsd osd)
    {
        var (address, nonce) = (AddressOf(osd), Nonce(osd));
        string[] state = ["exists", .. osd.Flags, .. osd.IsDestroyed ? ["destroyed"] : Array.Empty<string>(), .. osd.IsUp ? ["up"] : Array.Empty<string>()];
        return new JsonObject
        {
            ["osd"] = osd.Id,
            ["uuid"] = osd.Uuid,
            ["up"] = osd.IsUp ? 1 : 0,
            ["in"] = osd.IsIn ? 1 : 0,
            ["weight"] = osd.Reweight,
            ["primary_affinity"] = 1,
            ["last_clean_begin"] = 0,
            ["last_clean_end"] = 0,
            ["up_from"] = osd.UpFrom,
            ["up_thru"] = ceph.Epoch,
            ["down_at"] = osd.DownEpoch,
            ["lost_at"] = 0,
            ["public_addrs"] = CephShapes.Addresses(address, 6800, nonce),
            ["cluster_addrs"] = CephShapes.Addresses(address, 6802, nonce),
            ["heartbeat_back_addrs"] = CephShapes.Addresses(address, 6806, nonce),
            ["heartbeat_front_addrs"] = CephShapes.Addresses(address, 6804, nonce),
            ["public_addr"] = CephShapes.Say($"{address}:6801/{nonce}"),
            ["cluster_addr"] = CephShapes.Say($"{address}:6803/{nonce}"),
            ["heartbeat_back_addr"] = CephShapes.Say($"{address}:6807/{nonce}"),
            ["heartbeat_front_addr"] = CephShapes.Say($"{address}:6805/{nonce}"),
            ["state"] = CephShapes.Texts(state),
        };
    }

    private JsonObject OsdMetadata(CephOsd osd)
    {
        var (address, nonce) = (AddressOf(osd), Nonce(osd));
        string Both(int port) => CephShapes.Say($"[v2:{address}:{port}/{nonce},v1:{address}:{port + 1}/{nonce}]");
        var device = osd.Id < 3 ? "nvme0n1" : "nvme1n1";
        var json = new JsonObject
        {
            ["id"] = osd.Id,
            ["arch"] = "x86_64",
            ["back_addr"] = Both(6802),
            ["back_iface"] = "",
            ["bluefs"] = "1",
            ["bluefs_dedicated_db"] = "0",
            ["bluefs_dedicated_wal"] = "0",
            ["bluefs_single_shared_device"] = "1",
            ["bluestore_allocation_from_file"] = "0",
            ["bluestore_bdev_access_mode"] = "blk",
            ["bluestore_bdev_block_size"] = "4096",
            ["bluestore_bdev_devices"] = device,
            ["bluestore_bdev_driver"] = "KernelDevice",
            ["bluestore_bdev_optimal_io_size"] = "0",
            ["bluestore_bdev_path"] = CephShapes.Say($"/var/lib/ceph/osd/ceph-{osd.Id}/block"),
            ["bluestore_bdev_rotational"] = "0",
            ["bluestore_bdev_size"] = CephShapes.Say($"{osd.Bytes}"),
            ["bluestore_bdev_support_discard"] = "1",
            ["bluestore_bdev_type"] = "ssd",
            ["bluestore_min_alloc_size"] = "4096",
            ["bluestore_allocator"] = "hybrid",
            ["bluestore_onode_segmentation"] = "inactive",
            ["bluestore_write_mode"] = "classic",
            ["default_device_class"] = osd.DeviceClass,
            ["device_ids"] = $"{device}=Samsung_SSD_990_PRO_{osd.Uuid[..8]}",
            ["device_paths"] = $"{device}=/dev/disk/by-path/pci-0000:0{(osd.Id < 3 ? 1 : 2)}:00.0-nvme-1",
            ["devices"] = device,
            ["front_addr"] = Both(6800),
            ["front_iface"] = "",
            ["hb_back_addr"] = Both(6806),
            ["hb_front_addr"] = Both(6804),
            ["journal_rotational"] = "0",
            ["network_numa_unknown_ifaces"] = "back_iface,front_iface",
            ["objectstore_numa_unknown_devices"] = device,
            ["osd_data"] = CephShapes.Say($"/var/lib/ceph/osd/ceph-{osd.Id}"),
            ["osd_objectstore"] = "bluestore",
            ["osdspec_affinity"] = "",
            ["rotational"] = "0",
        };
        Merge(json, Machine(osd.Host, "osd", Plain(osd.Id)));
        return json;
    }

    private JsonObject Machine(string host, string kind, string id)
    {
        var pod = PodOf(kind, id);
        var json = new JsonObject
        {
            ["arch"] = "x86_64",
            ["ceph_release"] = "squid",
            ["ceph_version"] = CephWorld.Version,
            ["ceph_version_short"] = CephWorld.ShortVersion,
            ["ceph_version_when_created"] = CephWorld.Version,
            ["container_hostname"] = pod ?? "",
            ["container_image"] = "quay.io/ceph/ceph:v19.2.3",
            ["cpu"] = "13th Gen Intel(R) Core(TM) i9-13900H",
            ["created_at"] = CephTime.Zulu(ceph.Created),
            ["distro"] = "centos",
            ["distro_description"] = "CentOS Stream 9",
            ["distro_version"] = "9",
            ["hostname"] = host,
            ["kernel_description"] = "#1 SMP PREEMPT_DYNAMIC",
            ["kernel_version"] = "6.18.1-talos",
            ["mem_swap_kb"] = "0",
            ["mem_total_kb"] = "98420740",
            ["os"] = "Linux",
            ["pod_name"] = pod ?? "",
            ["pod_namespace"] = CephWorld.Namespace,
        };
        if (kind == "mgr")
        {
            json.Remove("created_at");
            json.Remove("ceph_version_when_created");
        }

        return json;
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from.ToList())
        {
            if (!into.ContainsKey(name)) into[name] = value?.DeepClone();
        }
    }
}
