using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>Answers commands from a cluster's state, which has been settled before; under the world's lock.</summary>
/// <param name="ceph">The cluster.</param>
/// <param name="isJson">Whether JSON was asked for: a few commands answer otherwise then, not only in another form.</param>
internal sealed partial class CephCommands(CephWorld ceph, bool isJson)
{
    private const string Nearest =
        "no valid command found; 10 closest matches:\npg stat\npg getmap\npg dump [<dumpcontents:all|summary|sum|delta|pools|osds|pgs|pgs_brief>...]\npg dump_json [<dumpcontents:all|summary|sum|pools|osds|pgs>...]\npg dump_pools_json\n" +
        "pg ls-by-pool <poolstr> [<states>...]\npg ls-by-primary <id|osd.id> [<pool:int>] [<states>...]\npg ls-by-osd <id|osd.id> [<pool:int>] [<states>...]\npg ls [<pool:int>] [<states>...]\npg dump_stuck [<stuckops:inactive|unclean|stale|undersized|degraded>...] [<threshold:int>]\n";

    /// <summary>Whether a command is answered by the manager: without one it waits for ever.</summary>
    public static bool NeedsManager(string[] words) => words switch
    {
        ["pg", .. var rest] => rest is not ["map", ..],
        ["osd", "df" or "perf" or "status" or "ok-to-stop" or "safe-to-destroy" or "blocked-by" or "utilization" or "purge" or "reweight-by-utilization", ..] => true,
        ["osd", "pool", "stats" or "autoscale-status", ..] => true,
        ["crash" or "device" or "progress" or "balancer" or "orch", ..] => true,
        _ => false,
    };

    /// <summary>What a command without its options answers.</summary>
    public CephReply Answer(string[] words) => Read(words) ?? Change(words) ?? new CephReply { ExitCode = 22, Error = Nearest + "Error EINVAL: invalid command\n" };

    private CephReply? Read(string[] words) => words switch
    {
        ["status"] => Status(),
        ["health"] => Health(withDetail: false),
        ["health", "detail"] => Health(withDetail: true),
        ["fsid"] => CephReply.Of(new JsonObject { ["fsid"] = ceph.Fsid }, ceph.Fsid + "\n"),
        ["version"] => CephReply.Of(new JsonObject { ["version"] = CephWorld.Version }, CephWorld.Version + "\n"),
        ["versions"] => Versions(),
        ["df"] => Usage(withDetail: false),
        ["df", "detail"] => Usage(withDetail: true),
        ["node", "ls", ..] => NodeList(),
        ["quorum_status"] => QuorumStatus(),
        ["time-sync-status"] => TimeSync(),
        ["mon", "stat"] => MonStat(),
        ["mon", "dump", ..] => CephReply.Of(MonMap(withQuorum: true)) with { Error = "dumped monmap epoch 3\n" },
        ["mon", "metadata"] => CephReply.Of(CephShapes.List(ceph.Monitors.Select(MonMetadata))),
        ["mon", "metadata", var name] => ceph.Monitors.Find(monitor => monitor.Name == name) is { } monitor ? CephReply.Of(MonMetadata(monitor)) : CephReply.NotFound($"mon.{name} does not exist"),
        ["mon", "ok-to-stop", .. var names] => MonOkToStop([.. names]),
        ["mgr", "dump", ..] => MgrDump(),
        ["mgr", "stat"] => MgrStat(),
        ["mgr", "metadata"] => CephReply.Of(CephShapes.List(ceph.Managers.Where(static manager => manager.IsRunning).Select(MgrMetadata))),
        ["mgr", "services"] => CephReply.Of(ceph.ActiveManager is { } active ? new JsonObject { ["prometheus"] = $"http://{Address("mgr", active.Name)}:9283/" } : []),
        ["mgr", "module", "ls"] => CephReply.Of(new JsonObject { ["always_on_modules"] = CephShapes.Texts(AlwaysOn.Split(' ')), ["force_disabled_modules"] = new JsonObject(), ["enabled_modules"] = CephShapes.Texts(Modules.Split(' ')), ["disabled_modules"] = new JsonArray() }),
        ["osd", .. var rest] => ReadOsd([.. rest]),
        ["pg", .. var rest] => ReadGroup([.. rest]),
        ["crash", "ls"] => CrashList(isNew: false),
        ["crash", "ls-new"] => CrashList(isNew: true),
        ["crash", "info", var id] => ceph.Crashes.Find(crash => crash.Id == id) is { } crash ? CephReply.Of(CrashJson(crash)) with { IsPretty = true } : new CephReply { Text = "", Error = $"crash info: {id} not found\n" },
        ["crash", "stat"] => new CephReply { Text = CephShapes.Say($"{ceph.Crashes.Count} crashes recorded\n") },
        ["config", "dump"] => ConfigDump(),
        ["config", "get", var who] => ConfigGet(who, null),
        ["config", "get", var who, var name] => ConfigGet(who, name),
        ["progress"] or ["progress", "json"] => CephReply.Of(new JsonObject { ["completed"] = new JsonArray(), ["events"] = new JsonArray() }) with { IsPretty = true },
        ["balancer", "status"] => CephReply.Of(new JsonObject { ["active"] = true, ["last_optimize_duration"] = "0:00:00.000311", ["last_optimize_started"] = ceph.Now.UtcDateTime.ToString("ddd MMM dd HH:mm:ss yyyy", CultureInfo.InvariantCulture), ["mode"] = "upmap", ["no_optimization_needed"] = true, ["optimize_result"] = "Unable to find further optimization, or pool(s) pg_num is decreasing, or distribution is already perfect", ["plans"] = new JsonArray() }) with { IsPretty = true },
        ["auth", "ls" or "list"] => AuthList(),
        ["auth", "get", var entity] when !ceph.Entities.Contains(entity) => CephReply.NotFound($"failed to find {entity} in keyring"),
        ["device", "ls", ..] => CephReply.Of(new JsonArray(), "DEVICE  HOST:DEV  DAEMONS  WEAR  LIFE EXPECTANCY\n"),
        ["log", "last", ..] => CephReply.Of(new JsonArray(), ""),
        ["fs", "ls"] => CephReply.Of(new JsonArray(), "No filesystems enabled\n"),
        ["features"] => CephReply.Of(new JsonObject { ["mon"] = new JsonArray(), ["osd"] = new JsonArray(), ["client"] = new JsonArray(), ["mgr"] = new JsonArray() }),
        _ => null,
    };

    private CephReply? ReadOsd(string[] words) => words switch
    {
        ["tree"] => Tree(null),
        ["tree", var filter] => filter is "up" or "down" or "in" or "out" or "destroyed" ? Tree(filter) : CephReply.Invalid("invalid command"),
        ["stat"] => CephReply.Of(OsdStatJson(), CephShapes.Say($"{ceph.Osds.Count} osds: {ceph.Osds.Values.Count(static osd => osd.IsUp)} up (since {CephTime.Span(ceph.Now - ceph.LastUpChange)}), {ceph.Osds.Values.Count(static osd => osd.IsIn)} in (since {CephTime.Span(ceph.Now - ceph.LastInChange)}); epoch: e{ceph.Epoch}\n")),
        ["ls"] => CephReply.Of(CephShapes.Numbers(ceph.Osds.Keys), string.Concat(ceph.Osds.Keys.Select(static id => CephShapes.Say($"{id}\n")))),
        ["dump"] => OsdDump(),
        ["df"] or ["df", "plain"] => Utilization(asTree: false),
        ["df", "tree"] => Utilization(asTree: true),
        ["perf"] => Perf(),
        ["status"] => OsdStatus(),
        ["metadata"] => CephReply.Of(CephShapes.List(ceph.Osds.Values.Select(OsdMetadata))),
        ["metadata", var id] => Find(id) is { } osd ? CephReply.Of(OsdMetadata(osd)) : NoOsd(id, "osd metadata [<id|osd.id>] :  fetch metadata for osd {id} (default all)"),
        ["find", var id] => Find(id) is { } osd ? FindOsd(osd) : NoOsd(id, "osd find <id|osd.id> :  find osd <id> in the CRUSH map and show its location"),
        ["ok-to-stop", _, ..] => OkToStop([.. words.Skip(1)], isDestroy: false),
        ["safe-to-destroy", _, ..] => OkToStop([.. words.Skip(1)], isDestroy: true),
        ["blocked-by"] => BlockedBy(),
        ["utilization"] => CephReply.Of(new JsonObject { ["avg_pgs"] = ceph.Osds.Values.Average(GroupsOn), ["std_dev"] = 0.5, ["min_osd"] = ceph.Osds.Values.MinBy(GroupsOn)!.Id, ["max_osd"] = ceph.Osds.Values.MaxBy(GroupsOn)!.Id }),
        ["crush", "rule", "dump", ..] => CephReply.Of(new JsonArray(new JsonObject { ["rule_id"] = 0, ["rule_name"] = "replicated_rule", ["type"] = 1, ["steps"] = new JsonArray(new JsonObject { ["op"] = "take", ["item"] = -1, ["item_name"] = "default" }, new JsonObject { ["op"] = "chooseleaf_firstn", ["num"] = 0, ["type"] = "host" }, new JsonObject { ["op"] = "emit" }) })),
        ["pool", "ls"] => Pools(withDetail: false),
        ["pool", "ls", "detail"] => Pools(withDetail: true),
        ["pool", "stats", ..] => PoolStats(),
        ["pool", "autoscale-status"] => Autoscale(),
        ["pool", "get", var pool, var variable] => PoolValue(pool, variable),
        ["pool", "get-quota", var pool] => PoolQuota(pool),
        _ => null,
    };

    private CephReply? ReadGroup(string[] words) => words switch
    {
        ["stat"] => PgStat(),
        ["dump", .. var what] => PgDump([.. what]),
        ["ls", .. var states] => PgList([.. states]),
        ["ls-by-pool", var name, .. var states] => ceph.Pool(name) is { } pool ? PgList([Plain(pool.Id), .. states]) : CephReply.NotFound($"pool {name} does not exist"),
        ["ls-by-osd", var id, ..] => Find(id) is { } osd ? PgStats([.. ceph.Groups.Where(group => group.Acting.Contains(osd.Id))], "pg_stats", isOptional: true) : NoOsd(id, "pg ls-by-osd <id|osd.id> [<pool:int>] [<states>...]"),
        ["dump_stuck", .. var what] => Stuck([.. what]),
        [var id, "query"] => IsGroupId(id) ? Group(id) is { } group ? Query(group) : CephReply.NotFound($"problem getting command descriptions from pg.{id}") : null,
        [var id, "list_unfound"] => IsGroupId(id) && Group(id) is { } group ? CephReply.Of(new JsonObject { ["num_missing"] = 0, ["num_unfound"] = 0, ["objects"] = new JsonArray(), ["state"] = "Active", ["available_might_have_unfound"] = true, ["might_have_unfound"] = new JsonArray(), ["more"] = false }) : null,
        [var id, "mark_unfound_lost", "revert" or "delete"] => IsGroupId(id) && Group(id) is not null ? CephReply.Invalid($"pg has no unfound objects") : null,
        ["map", var id] => Group(id) is { } group ? CephReply.Of(new JsonObject { ["epoch"] = ceph.Epoch, ["raw_pgid"] = id, ["pgid"] = id, ["up"] = CephShapes.Numbers(group.Up), ["acting"] = CephShapes.Numbers(group.Acting) }) : CephReply.NotFound($"pg {id} does not exist"),
        _ => null,
    };

    private CephPlacementGroup? Group(string id) => ceph.Groups.Find(group => group.Id == id);

    private static bool IsGroupId(string text)
    {
        var at = text.IndexOf('.', StringComparison.Ordinal);
        return at > 0 && int.TryParse(text[..at], NumberStyles.None, CultureInfo.InvariantCulture, out _) && int.TryParse(text[(at + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
    }

    /// <summary>The OSD that is called <c>3</c> or <c>osd.3</c>; null when there is none, or the text is no such name.</summary>
    private CephOsd? Find(string text) => OsdId(text) is { } id ? ceph.Osds.GetValueOrDefault(id) : null;

    private static int? OsdId(string text) => int.TryParse(text.StartsWith("osd.", StringComparison.Ordinal) ? text[4..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static CephReply NoOsd(string text, string usage) => OsdId(text) is { } id
        ? CephReply.NotFound(CephShapes.Say($"osd.{id} does not exist"))
        : new CephReply { ExitCode = 22, Error = $"Invalid command: osd id {text} not integer\n{usage}\nError EINVAL: invalid command\n" };
}
