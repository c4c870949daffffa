using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <content>What the OSDs are.</content>
internal sealed partial class CephCommands
{
    private static readonly string[] OwnFlags = ["sortbitwise", "recovery_deletes", "purged_snapdirs", "pglog_hardlimit"];

    private int Remapped() => ceph.Groups.Count(static group => group.State.Contains("remapped", StringComparison.Ordinal));

    private JsonObject OsdStatJson() => new()
    {
        ["epoch"] = ceph.Epoch,
        ["num_osds"] = ceph.Osds.Count,
        ["num_up_osds"] = ceph.Osds.Values.Count(static osd => osd.IsUp),
        ["osd_up_since"] = ceph.LastUpChange.ToUnixTimeSeconds(),
        ["num_in_osds"] = ceph.Osds.Values.Count(static osd => osd.IsIn),
        ["osd_in_since"] = ceph.LastInChange.ToUnixTimeSeconds(),
        ["num_remapped_pgs"] = Remapped(),
    };

    private List<(string Name, int Id, List<CephOsd> Osds)> Hosts() =>
    [
        .. ceph.Osds.Values.Where(static osd => osd.HasPlace).GroupBy(static osd => osd.Host, StringComparer.Ordinal).OrderBy(static host => host.Key, StringComparer.Ordinal)
            .Select(static (host, at) => (host.Key, -3 - (2 * at), host.ToList())),
    ];

    private static JsonObject Leaf(CephOsd osd, int depth) => new()
    {
        ["id"] = osd.Id,
        ["device_class"] = osd.DeviceClass,
        ["name"] = osd.Name,
        ["type"] = "osd",
        ["type_id"] = 0,
        ["crush_weight"] = osd.HasPlace ? osd.CrushWeight : 0,
        ["depth"] = depth,
        ["pool_weights"] = new JsonObject(),
    };

    private static string Word(CephOsd osd) => osd.IsDestroyed ? "destroyed" : osd.IsUp ? "up" : "down";

    private CephReply Tree(string? filter)
    {
        bool Shows(CephOsd osd) => filter switch { "up" => osd.IsUp, "down" => !osd.IsUp, "in" => osd.IsIn, "out" => !osd.IsIn, "destroyed" => osd.IsDestroyed, _ => true };
        var hosts = Hosts().Where(host => filter is null || host.Osds.Exists(Shows)).ToList();
        var nodes = new JsonArray(new JsonObject { ["id"] = -1, ["name"] = "default", ["type"] = "root", ["type_id"] = 11, ["children"] = CephShapes.Numbers(hosts.Select(static host => host.Id).Reverse()) });
        var table = new CephTable("ID", "CLASS", "WEIGHT", "TYPE NAME", "STATUS", "REWEIGHT", "PRI-AFF") { Left = { "WEIGHT", "TYPE NAME" } };
        table.Add("-1", "", Fixed(hosts.Sum(static host => host.Osds.Sum(static osd => osd.CrushWeight))), "root default", "", "", "");
        foreach (var (name, id, all) in hosts)
        {
            var osds = all.Where(Shows).ToList();
            nodes.Add(new JsonObject { ["id"] = id, ["name"] = name, ["type"] = "host", ["type_id"] = 1, ["pool_weights"] = new JsonObject(), ["children"] = CephShapes.Numbers(osds.Select(static osd => osd.Id).Reverse()) });
            table.Add(Plain(id), "", Fixed(all.Sum(static osd => osd.CrushWeight)), "    host " + name, "", "", "");
            foreach (var osd in osds)
            {
                nodes.Add(Standing(osd, Leaf(osd, 2)));
                table.Add(Plain(osd.Id), osd.DeviceClass, Fixed(osd.CrushWeight), "        " + osd.Name, Word(osd), osd.Reweight == 0 ? "0" : Fixed(osd.Reweight), "1.00000");
            }
        }

        var stray = ceph.Osds.Values.Where(osd => !osd.HasPlace && Shows(osd)).ToList();
        foreach (var osd in stray) table.Add(Plain(osd.Id), "", "0", osd.Name, Word(osd), osd.Reweight == 0 ? "0" : Fixed(osd.Reweight), "1.00000");
        return CephReply.Of(new JsonObject { ["nodes"] = nodes, ["stray"] = CephShapes.List(stray.Select(static osd => Standing(osd, Leaf(osd, 0)))) }, table.ToString());
    }

    private static JsonObject Standing(CephOsd osd, JsonObject leaf)
    {
        leaf["exists"] = 1;
        leaf["status"] = Word(osd);
        leaf["reweight"] = osd.Reweight;
        leaf["primary_affinity"] = 1;
        return leaf;
    }

    private CephReply Utilization(bool asTree)
    {
        var osds = ceph.Osds.Values.Where(static osd => osd.HasPlace).ToList();
        var all = osds.ToDictionary(static osd => osd.Id, FillOf);
        var total = Fill.Sum(all.Values);
        var average = total.Percent;
        var table = new CephTable("ID", "CLASS", "WEIGHT", "REWEIGHT", "SIZE", "RAW USE", "DATA", "OMAP", "META", "AVAIL", "%USE", "VAR", "PGS", "STATUS") { Left = { "WEIGHT" } };
        var nodes = new JsonArray();
        if (asTree) nodes.Add(Bucket(new JsonObject { ["id"] = -1, ["name"] = "default", ["type"] = "root", ["type_id"] = 11 }, total, average, Hosts().Select(static host => host.Id).Reverse()));
        foreach (var (name, id, within) in Hosts())
        {
            if (asTree) nodes.Add(Bucket(new JsonObject { ["id"] = id, ["name"] = name, ["type"] = "host", ["type_id"] = 1, ["pool_weights"] = new JsonObject() }, Fill.Sum(within.Select(osd => all[osd.Id])), average, within.Select(static osd => osd.Id).Reverse()));
            foreach (var osd in asTree ? within : []) nodes.Add(Node(osd));
        }

        foreach (var osd in osds)
        {
            if (!asTree) nodes.Add(Node(osd));
            var fill = all[osd.Id];
            table.Add(Plain(osd.Id), osd.DeviceClass, Fixed(osd.CrushWeight), osd.Reweight == 0 ? "0" : Fixed(osd.Reweight), CephShapes.Size(fill.Kb * 1024.0), CephShapes.Size(fill.Used * 1024.0), CephShapes.Size(fill.Data * 1024.0), CephShapes.Size(fill.Omap * 1024.0), CephShapes.Size(fill.Meta * 1024.0), CephShapes.Size(fill.Free * 1024.0), CephShapes.Say($"{fill.Percent:0.00}"), CephShapes.Say($"{Variation(fill.Percent, average):0.00}"), Plain(GroupsOn(osd)), Word(osd));
        }

        JsonObject Node(CephOsd osd)
        {
            var node = Leaf(osd, 2);
            node["reweight"] = osd.Reweight;
            all[osd.Id].Write(node, average);
            node["pgs"] = GroupsOn(osd);
            node["status"] = Word(osd);
            return node;
        }

        var there = all.Values.Where(static fill => fill.Kb > 0).Select(fill => Variation(fill.Percent, average)).DefaultIfEmpty(1).ToList();
        var deviation = Math.Sqrt(all.Values.Where(static fill => fill.Kb > 0).Select(fill => Math.Pow(fill.Percent - average, 2)).DefaultIfEmpty(0).Average());
        table.Add("", "", "", "TOTAL", CephShapes.Size(total.Kb * 1024.0), CephShapes.Size(total.Used * 1024.0), CephShapes.Size(total.Data * 1024.0), CephShapes.Size(total.Omap * 1024.0), CephShapes.Size(total.Meta * 1024.0), CephShapes.Size(total.Free * 1024.0), CephShapes.Say($"{average:0.00}"), "", "", "");
        var summary = new JsonObject
        {
            ["total_kb"] = total.Kb,
            ["total_kb_used"] = total.Used,
            ["total_kb_used_data"] = total.Data,
            ["total_kb_used_omap"] = total.Omap,
            ["total_kb_used_meta"] = total.Meta,
            ["total_kb_avail"] = total.Free,
            ["average_utilization"] = average,
            ["min_var"] = there.Min(),
            ["max_var"] = there.Max(),
            ["dev"] = deviation,
        };
        var strays = CephShapes.List(ceph.Osds.Values.Where(static osd => !osd.HasPlace).Select(Node));
        return CephReply.Of(new JsonObject { ["nodes"] = nodes, ["stray"] = strays, ["summary"] = summary }, table + CephShapes.Say($"MIN/MAX VAR: {there.Min():0.00}/{there.Max():0.00}  STDDEV: {deviation:0.00}\n"));
    }

    private static JsonObject Bucket(JsonObject node, Fill fill, double average, IEnumerable<int> children)
    {
        node["reweight"] = -1;
        fill.Write(node, average);
        node["pgs"] = 0;
        node["children"] = CephShapes.Numbers(children);
        return node;
    }

    private Fill FillOf(CephOsd osd)
    {
        if (!osd.IsIn) return new Fill(0, 0, 0, 0);
        var used = ceph.UsedBytes(osd) / 1024;
        return new Fill(osd.Bytes / 1024, used, 4096 + osd.Id, (long)(used * 0.004) + 900_000);
    }

    private int GroupsOn(CephOsd osd) => osd.IsUp ? ceph.Groups.Count(group => group.Up.Contains(osd.Id) || group.Acting.Contains(osd.Id)) : 0;

    private static double Variation(double percent, double average) => average == 0 ? 0 : percent / average;

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Fixed(double number) => CephShapes.Say($"{number:0.00000}");

    private CephReply Perf()
    {
        var infos = ceph.Osds.Values.Reverse().Select(osd =>
        {
            var time = Latency(osd);
            return new JsonObject { ["id"] = osd.Id, ["perf_stats"] = new JsonObject { ["commit_latency_ms"] = time, ["apply_latency_ms"] = time, ["commit_latency_ns"] = time * 1_000_000, ["apply_latency_ns"] = time * 1_000_000 } };
        });
        var table = new CephTable("osd", "commit_latency(ms)", "apply_latency(ms)");
        foreach (var osd in ceph.Osds.Values.Reverse()) table.Add(Plain(osd.Id), CephShapes.Say($"{Latency(osd)}"), CephShapes.Say($"{Latency(osd)}"));
        return CephReply.Of(new JsonObject { ["pg_ready"] = true, ["osdstats"] = new JsonObject { ["osd_perf_infos"] = CephShapes.List(infos) } }, table.ToString());
    }

    private long Latency(CephOsd osd) => !osd.IsUp ? 0 : ceph.SlowOsd?.Osd == osd.Id ? 2840 : 1 + (osd.Id % 3);

    private CephReply OsdStatus()
    {
        if (ceph.Osds.Values.Any(static osd => !osd.IsUp && !osd.IsIn)) return CephReply.Invalid("Traceback (most recent call last):\n  File \"/usr/share/ceph/mgr/status/module.py\", line 337, in handle_osd_status\n    assert metadata\nAssertionError\n");
        var table = new CephTable("ID", "HOST", "USED", "AVAIL", "WR OPS", "WR DATA", "RD OPS", "RD DATA", "STATE") { Left = { "HOST", "STATE" } };
        foreach (var osd in ceph.Osds.Values) table.Add(Plain(osd.Id), osd.Host, CephShapes.Size(ceph.UsedBytes(osd)), CephShapes.Size(osd.Bytes - ceph.UsedBytes(osd)), "0", "0", "0", "0", osd.IsUp ? "exists,up" : "exists");
        return CephReply.Of(new JsonObject
        {
            ["OSDs"] = CephShapes.List(ceph.Osds.Values.Select(osd => new JsonObject
            {
                ["host name"] = osd.Host,
                ["id"] = osd.Id,
                ["kb available"] = osd.Bytes - ceph.UsedBytes(osd),
                ["kb used"] = ceph.UsedBytes(osd),
                ["read byte rate"] = 0,
                ["read ops rate"] = 0,
                ["state"] = CephShapes.Texts(osd.IsUp ? ["exists", "up"] : ["exists"]),
                ["write byte rate"] = 0,
                ["write ops rate"] = 0,
            })),
        }, table.ToString());
    }

    private CephReply OkToStop(string[] ids, bool isDestroy)
    {
        var osds = new List<int>();
        foreach (var text in ids)
        {
            if (Find(text) is not { } found) return NoOsd(text, isDestroy ? "osd safe-to-destroy <ids>...: check whether osd(s) can be safely destroyed without reducing data durability" : "osd ok-to-stop <ids>... [<max:int>]: check whether osd(s) can be safely stopped without reducing immediate data availability");
            osds.Add(found.Id);
        }

        return isDestroy ? SafeToDestroy(osds) : OkToStop(osds);
    }

    private CephReply OkToStop(List<int> osds)
    {
        var (fine, off, gone) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var group in ceph.Groups.OrderBy(static group => group.Pool.Id).ThenBy(static group => group.Number))
        {
            var acting = group.Acting.Where(id => ceph.Osds.TryGetValue(id, out var osd) && osd.IsUp).ToList();
            if (!acting.Intersect(osds).Any()) continue;
            var left = acting.Except(osds).Count();
            if (!group.IsActive) off.Add(group.Id);
            if (left < group.Pool.MinSize) gone.Add(group.Id);
            else fine.Add(group.Id);
        }

        var bad = off.Union(gone, StringComparer.Ordinal).Count();
        var json = new JsonObject { ["ok_to_stop"] = bad == 0, ["osds"] = CephShapes.Numbers(osds), ["num_ok_pgs"] = fine.Count, ["num_not_ok_pgs"] = bad };
        if (off.Count > 0) json["bad_already_inactive"] = CephShapes.Texts(off);
        if (gone.Count > 0) json["bad_become_inactive"] = CephShapes.Texts(gone);
        if (fine.Count > 0) json["ok_become_degraded"] = CephShapes.Texts(fine);
        return new CephReply
        {
            Json = json,
            Text = json.ToJsonString() + "\n",
            ExitCode = bad == 0 ? 0 : 16,
            Error = bad == 0 ? "" : CephShapes.Say($"Error EBUSY: unsafe to stop osd(s) at this time ({bad} PGs are or would become offline)\n"),
        };
    }

    private CephReply SafeToDestroy(List<int> osds)
    {
        var (safe, active, missing, stored) = (new List<int>(), new List<int>(), new List<int>(), new List<int>());
        var isClean = ceph.Groups.TrueForAll(static group => group.IsClean);
        foreach (var id in osds)
        {
            var osd = ceph.Osds[id];
            if (ceph.Groups.Exists(group => group.Up.Contains(id) || (group.Acting.Contains(id) && osd.IsUp))) active.Add(id);
            else if (isClean) safe.Add(id);
            else if (!osd.IsUp) missing.Add(id);
            else if (ceph.Groups.Exists(group => group.Holders.ContainsKey(id))) stored.Add(id);
            else safe.Add(id);
        }

        var json = new JsonObject { ["safe_to_destroy"] = CephShapes.Numbers(safe), ["active"] = CephShapes.Numbers(active), ["missing_stats"] = CephShapes.Numbers(missing), ["stored_pgs"] = CephShapes.Numbers(stored) };
        var names = string.Join(',', osds);
        var reply = active.Count > 0
            ? CephReply.Fail(16, "EBUSY", CephShapes.Say($"OSD(s) {string.Join(',', active)} have {ceph.Groups.Count(group => group.Up.Intersect(active).Any())} pgs currently mapped to them."))
            : missing.Count > 0 ? CephReply.Fail(11, "EAGAIN", $"OSD(s) {string.Join(',', missing)} have no reported stats, and not all PGs are active+clean; we cannot draw any conclusions.")
            : stored.Count > 0 ? CephReply.Fail(16, "EBUSY", $"OSD(s) {string.Join(',', stored)} last reported they still store some PG data, and not all PGs are active+clean; we cannot be sure they aren't still needed.")
            : new CephReply { Text = "", Error = $"OSD(s) {names} are safe to destroy without reducing data durability.\n" };
        return isJson ? reply with { ExitCode = 0, Error = "", Json = json } : reply;
    }

    private CephReply FindOsd(CephOsd osd) => CephReply.Of(new JsonObject
    {
        ["osd"] = osd.Id,
        ["addrs"] = CephShapes.Addresses(AddressOf(osd), 6800, Nonce(osd)),
        ["osd_fsid"] = osd.Uuid,
        ["host"] = osd.Host,
        ["crush_location"] = new JsonObject { ["host"] = osd.Host, ["root"] = "default" },
    });

    private string AddressOf(CephOsd osd) => Address("osd", Plain(osd.Id)) ?? "0.0.0.0";

    private static long Nonce(CephOsd osd) => 1_000_003L * (osd.Id + 11);

    /// <summary>How full something is, in KiB.</summary>
    private sealed record Fill(long Kb, long Used, long Omap, long Meta)
    {
        public long Data => Math.Max(0, Used - Omap - Meta);

        public long Free => Kb - Used;

        public double Percent => Kb == 0 ? 0 : 100.0 * Used / Kb;

        public static Fill Sum(IEnumerable<Fill> items)
        {
            var all = items.ToList();
            return new Fill(all.Sum(static item => item.Kb), all.Sum(static item => item.Used), all.Sum(static item => item.Omap), all.Sum(static item => item.Meta));
        }

        public void Write(JsonObject node, double average)
        {
            node["kb"] = Kb;
            node["kb_used"] = Used;
            node["kb_used_data"] = Data;
            node["kb_used_omap"] = Omap;
            node["kb_used_meta"] = Meta;
            node["kb_avail"] = Free;
            node["utilization"] = Percent;
            node["var"] = Variation(Percent, average);
        }
    }
}
