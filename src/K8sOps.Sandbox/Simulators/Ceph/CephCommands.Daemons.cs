using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <content>Monitors, managers, crashes, settings.</content>
internal sealed partial class CephCommands
{
    private static readonly string[] Features = ["kraken", "luminous", "mimic", "osdmap-prune", "nautilus", "octopus", "pacific", "elector-pinging", "quincy", "reef", "squid"];

    private string? PodOf(string kind, string id) => Pod(kind, id).Text("metadata", "name");

    private string? Address(string kind, string id) => Pod(kind, id).Text("status", "podIP");

    private JsonObject? Pod(string kind, string id) => ceph.Index.InNamespace(KubeResources.Pods, CephWorld.Namespace).FirstOrDefault(pod => pod.Label("ceph_daemon_type") == kind && pod.Label("ceph_daemon_id") == id && !pod.IsTerminating());

    private JsonObject MonMap(bool withQuorum)
    {
        var map = new JsonObject
        {
            ["epoch"] = 3,
            ["fsid"] = ceph.Fsid,
            ["modified"] = CephTime.Zulu(ceph.Created + TimeSpan.FromMinutes(2)),
            ["created"] = CephTime.Zulu(ceph.Created),
            ["min_mon_release"] = 19,
            ["min_mon_release_name"] = "squid",
            ["election_strategy"] = 1,
            ["disallowed_leaders"] = "",
            ["stretch_mode"] = false,
            ["tiebreaker_mon"] = "",
            ["removed_ranks"] = "",
            ["features"] = new JsonObject { ["persistent"] = CephShapes.Texts(Features), ["optional"] = new JsonArray() },
            ["mons"] = CephShapes.List(ceph.Monitors.Select(static monitor => new JsonObject
            {
                ["rank"] = monitor.Rank,
                ["name"] = monitor.Name,
                ["public_addrs"] = CephShapes.Addresses(monitor.Address, 3300, second: 6789),
                ["addr"] = monitor.AddressV1,
                ["public_addr"] = monitor.AddressV1,
                ["priority"] = 0,
                ["weight"] = 0,
                ["crush_location"] = "{}",
            })),
        };
        if (withQuorum) map["quorum"] = CephShapes.Numbers(ceph.Quorum.Select(static monitor => monitor.Rank));
        return map;
    }

    private CephReply QuorumStatus() => CephReply.Of(new JsonObject
    {
        ["election_epoch"] = ceph.ElectionEpoch,
        ["quorum"] = CephShapes.Numbers(ceph.Quorum.Select(static monitor => monitor.Rank)),
        ["quorum_names"] = CephShapes.Texts(ceph.Quorum.Select(static monitor => monitor.Name)),
        ["quorum_leader_name"] = ceph.Quorum.First().Name,
        ["quorum_age"] = (long)(ceph.Now - ceph.QuorumSince).TotalSeconds,
        ["features"] = new JsonObject { ["quorum_con"] = "4540701547738038271", ["quorum_mon"] = CephShapes.Texts(Features) },
        ["monmap"] = MonMap(withQuorum: false),
    });

    private CephReply MonStat()
    {
        var quorum = ceph.Quorum.ToList();
        var text = CephShapes.Say($"e3: {ceph.Monitors.Count} mons at {{{string.Join(',', ceph.Monitors.Select(static monitor => $"{monitor.Name}={monitor.Vector}"))}}} removed_ranks: {{}} disallowed_leaders: {{}}, election epoch {ceph.ElectionEpoch}, leader {quorum[0].Rank} {quorum[0].Name}, quorum {string.Join(',', quorum.Select(static monitor => monitor.Rank))} {string.Join(',', quorum.Select(static monitor => monitor.Name))}\n");
        return CephReply.Of(new JsonObject { ["epoch"] = 3, ["min_mon_release_name"] = "squid", ["num_mons"] = ceph.Monitors.Count, ["leader"] = quorum[0].Name, ["quorum"] = CephShapes.List(quorum.Select(static monitor => new JsonObject { ["rank"] = monitor.Rank, ["name"] = monitor.Name })) }, text);
    }

    private CephReply TimeSync()
    {
        var skews = new JsonObject();
        foreach (var monitor in ceph.Quorum)
        {
            var isOff = Math.Abs(monitor.Skew) > 0.05;
            var item = new JsonObject { ["skew"] = monitor.Skew, ["latency"] = monitor.Rank == 0 ? 0 : 0.00052 + (monitor.Rank * 0.00017), ["health"] = isOff ? "HEALTH_WARN" : "HEALTH_OK" };
            if (isOff) item["details"] = CephShapes.Say($"clock skew {monitor.Skew:0.#####}s > max 0.05s");
            skews[monitor.Name] = item;
        }

        var json = new JsonObject { ["time_skew_status"] = skews, ["timechecks"] = new JsonObject { ["epoch"] = ceph.ElectionEpoch, ["round"] = 2, ["round_status"] = "finished" } };
        return CephReply.Of(json) with { IsPretty = true };
    }

    private CephReply MonOkToStop(string[] names)
    {
        var left = ceph.Quorum.Count(monitor => !names.Contains(monitor.Name));
        return left * 2 > ceph.Monitors.Count
            ? CephReply.Done(CephShapes.Say($"quorum should be preserved ({string.Join(',', ceph.Quorum.Select(static monitor => monitor.Name).Except(names, StringComparer.Ordinal))}) after stopping [{string.Join(',', names)}]"))
            : CephReply.Fail(16, "EBUSY", CephShapes.Say($"not enough monitors would be available ({string.Join(',', ceph.Quorum.Select(static monitor => monitor.Name).Except(names, StringComparer.Ordinal))}) after stopping mons [{string.Join(',', names)}]"));
    }

    private CephReply MgrDump()
    {
        var active = ceph.ActiveManager;
        JsonObject Client(string name, long nonce) => new() { ["name"] = name, ["addrvec"] = new JsonArray(new JsonObject { ["type"] = "v2", ["addr"] = (Address("mgr", active?.Name ?? "") ?? "0.0.0.0") + ":0", ["nonce"] = nonce }) };
        var address = active is null ? "-" : Address("mgr", active.Name) ?? "0.0.0.0";
        var always = new JsonObject();
        foreach (var release in new[] { "octopus", "pacific", "quincy", "reef", "squid" }) always[release] = CephShapes.Texts(AlwaysOn.Split(' '));
        return CephReply.Of(new JsonObject
        {
            ["epoch"] = 214,
            ["flags"] = 0,
            ["active_gid"] = active is null ? 0 : 24_116 + active.Name[0],
            ["active_name"] = active?.Name ?? "",
            ["active_addrs"] = CephShapes.Addresses(address, 6800, 2_804_317_951),
            ["active_addr"] = CephShapes.Say($"{address}:6801/2804317951"),
            ["active_change"] = CephTime.Stamp(active?.Since ?? ceph.Now),
            ["active_mgr_features"] = 4_540_701_547_738_038_271,
            ["available"] = active is not null,
            ["standbys"] = CephShapes.List(Standbys.Select(static manager => new JsonObject { ["gid"] = 24_116 + manager.Name[0], ["name"] = manager.Name, ["mgr_features"] = 4_540_701_547_738_038_271, ["available_modules"] = new JsonArray() })),
            ["modules"] = CephShapes.Texts(Modules.Split(' ')),
            ["available_modules"] = new JsonArray(),
            ["services"] = active is null ? [] : new JsonObject { ["prometheus"] = $"http://{address}:9283/" },
            ["always_on_modules"] = always,
            ["force_disabled_modules"] = new JsonObject(),
            ["last_failure_osd_epoch"] = 0,
            ["active_clients"] = active is null ? [] : CephShapes.List([Client("devicehealth", 2_976_522_760), Client("libcephsqlite", 2_202_700_117), Client("rbd_support", 3_887_793_890), Client("volumes", 1_421_143_457)]),
        });
    }

    private CephReply MgrStat() => CephReply.Of(new JsonObject { ["epoch"] = 214, ["available"] = ceph.ActiveManager is not null, ["active_name"] = ceph.ActiveManager?.Name ?? "", ["num_standby"] = Standbys.Count });

    private JsonObject MonMetadata(CephMonitor monitor)
    {
        var json = new JsonObject { ["name"] = monitor.Name, ["addrs"] = monitor.Vector, ["compression_algorithms"] = "none, snappy, zlib, zstd, lz4", ["device_ids"] = "", ["device_paths"] = "", ["devices"] = "nvme0n1" };
        Merge(json, Machine(monitor.Host, "mon", monitor.Name));
        return json;
    }

    private JsonObject MgrMetadata(CephManager manager)
    {
        var address = Address("mgr", manager.Name) ?? "0.0.0.0";
        var json = new JsonObject { ["name"] = manager.Name, ["addr"] = address, ["addrs"] = address + ":0/1638624279" };
        Merge(json, Machine(Pod("mgr", manager.Name).Text("spec", "nodeName") ?? "", "mgr", manager.Name));
        return json;
    }

    private CephReply NodeList()
    {
        JsonObject By(IEnumerable<(string Host, JsonNode Name)> daemons)
        {
            var hosts = new JsonObject();
            foreach (var host in daemons.GroupBy(static daemon => daemon.Host, StringComparer.Ordinal).OrderBy(static host => host.Key, StringComparer.Ordinal)) hosts[host.Key] = CephShapes.List(host.Select(static daemon => daemon.Name));
            return hosts;
        }

        return CephReply.Of(new JsonObject
        {
            ["mon"] = By(ceph.Monitors.Select(static monitor => (monitor.Host, (JsonNode)monitor.Name))),
            ["osd"] = By(ceph.Osds.Values.Select(static osd => (osd.Host, (JsonNode)osd.Id))),
            ["mgr"] = By(ceph.Managers.Where(static manager => manager.IsRunning).Select(manager => (Pod("mgr", manager.Name).Text("spec", "nodeName") ?? "", (JsonNode)manager.Name))),
        });
    }

    private CephReply CrashList(bool isNew)
    {
        var found = ceph.Crashes.Where(crash => !isNew || crash.Archived is null).OrderBy(static crash => crash.Id, StringComparer.Ordinal).ToList();
        var table = new CephTable("ID", "ENTITY", "NEW") { Left = { "ID", "ENTITY", "NEW" } };
        foreach (var crash in found) table.Add(crash.Id, crash.Daemon, crash.Archived is null ? " *" : "");
        return CephReply.Of(CephShapes.List(found.Select(CrashJson)), found.Count == 0 ? "" : table.ToString()) with { IsPretty = true };
    }

    private static JsonObject CrashJson(CephCrash crash)
    {
        var json = new JsonObject { ["backtrace"] = CephShapes.Texts(crash.Backtrace), ["ceph_version"] = CephWorld.ShortVersion, ["crash_id"] = crash.Id, ["entity_name"] = crash.Daemon, ["os_id"] = "centos", ["os_name"] = "CentOS Stream", ["os_version"] = "9", ["os_version_id"] = "9" };
        if (crash.Archived is { } time) json["archived"] = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        json["process_name"] = "ceph-" + crash.Daemon[..crash.Daemon.IndexOf('.', StringComparison.Ordinal)];
        json["stack_sig"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(crash.Backtrace)));
        json["timestamp"] = CephTime.Zulu(crash.Time);
        json["utsname_hostname"] = crash.Host;
        json["utsname_machine"] = "x86_64";
        json["utsname_release"] = "6.18.1-talos";
        json["utsname_sysname"] = "Linux";
        json["utsname_version"] = "#1 SMP PREEMPT_DYNAMIC";
        return json;
    }

    private CephReply ConfigDump() => CephReply.Of(CephShapes.List(ceph.Config.Select(static pair =>
    {
        var at = pair.Key.IndexOf('/', StringComparison.Ordinal);
        return new JsonObject { ["section"] = pair.Key[..at], ["name"] = pair.Key[(at + 1)..], ["value"] = pair.Value, ["level"] = "advanced", ["can_update_at_runtime"] = true, ["mask"] = "" };
    })));

    private CephReply ConfigGet(string who, string? name)
    {
        var defaults = new Dictionary<string, string>(StringComparer.Ordinal) { ["mon_osd_down_out_interval"] = "600", ["osd_pool_default_size"] = "3", ["mon_osd_nearfull_ratio"] = "0.850000", ["mon_clock_drift_allowed"] = "0.050000", ["mon_max_pg_per_osd"] = "250", ["osd_max_backfills"] = "1" };
        var section = who.Split('.')[0];
        string? Found(string key) => ceph.Config.GetValueOrDefault($"{who}/{key}") ?? ceph.Config.GetValueOrDefault($"{section}/{key}") ?? ceph.Config.GetValueOrDefault("global/" + key);
        if (name is not null) return Found(name) is { } value || defaults.TryGetValue(name, out value) ? CephReply.Of(new JsonObject { [name] = value }, value + "\n") : CephReply.NotFound($"unrecognized key '{name}'");
        return ConfigDump();
    }

    private CephReply AuthList() => CephReply.Of(new JsonObject
    {
        ["auth_dump"] = CephShapes.List(ceph.Entities.Select(static entity => new JsonObject { ["entity"] = entity, ["key"] = "redacted-by-the-sandbox", ["caps"] = new JsonObject { ["mon"] = entity.StartsWith("osd.", StringComparison.Ordinal) ? "allow profile osd" : "allow *" } })),
    });
}
