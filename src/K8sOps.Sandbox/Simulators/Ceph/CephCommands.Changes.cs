using System.Globalization;
using System.Text.RegularExpressions;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <content>What changes the cluster.</content>
internal sealed partial class CephCommands
{
    private const string Sure = "--yes-i-really-mean-it";
    private static readonly string[] Settable = ["pause", "noup", "nodown", "noout", "noin", "nobackfill", "norebalance", "norecover", "noscrub", "nodeep-scrub", "nosnaptrim"];
    private static readonly string[] SettableHere = ["noup", "nodown", "noin", "noout"];

    /// <summary>Whether a command changes anything.</summary>
    public static bool IsChange(string[] words) => words switch
    {
        ["osd", "crush", "rule", ..] or ["osd", "pool", "get" or "get-quota" or "ls" or "stats" or "autoscale-status", ..] => false,
        ["osd", "set" or "unset" or "set-group" or "unset-group" or "out" or "in" or "down" or "reweight" or "purge" or "destroy" or "rm" or "crush" or "pool", ..] => true,
        ["osd", "set-nearfull-ratio" or "set-backfillfull-ratio" or "set-full-ratio", ..] => true,
        ["pg", "repair" or "scrub" or "deep-scrub", ..] or ["pg", _, "mark_unfound_lost", ..] or ["health", "mute" or "unmute", ..] => true,
        ["crash", "archive" or "archive-all" or "rm", ..] or ["config", "set" or "rm", ..] or ["auth", "rm" or "del", ..] or ["mgr", "fail", ..] => true,
        _ => false,
    };

    private CephReply? Change(string[] words) => words switch
    {
        ["osd", .. var rest] => ChangeOsd([.. rest]),
        ["pg", "repair", var id] => Scrub(id, isRepair: true),
        ["pg", "scrub" or "deep-scrub", var id] => Scrub(id, isRepair: false),
        ["health", "mute", var code, .. var options] => MuteCheck(code, [.. options]),
        ["health", "unmute", .. var codes] => Unmute([.. codes]),
        ["crash", "archive", var id] => Archive(id),
        ["crash", "archive-all"] => Archive(null),
        ["crash", "rm", var id] => ceph.Crashes.RemoveAll(crash => crash.Id == id) > 0 ? CephReply.Done() : CephReply.Done($"crash rm: {id} not found"),
        ["config", "set", var who, var name, var value] => SetConfig($"{who}/{name}", value),
        ["config", "rm", var who, var name] => SetConfig($"{who}/{name}", null),
        ["auth", "rm" or "del", var entity] => CephReply.Done(ceph.Entities.Remove(entity) ? "updated" : $"entity {entity} does not exist"),
        ["mgr", "fail", ..] => FailManager(words.Length > 2 ? words[2] : null),
        _ => null,
    };

    private CephReply? ChangeOsd(string[] words) => words switch
    {
        ["set", var flag, ..] => Flag(flag, isSet: true),
        ["unset", var flag] => Flag(flag, isSet: false),
        ["set-group" or "unset-group", var flags, .. var who] => GroupFlags(flags, [.. who], words[0] == "set-group"),
        ["out" or "in" or "down", _, ..] => Mark(words[0], words.Skip(1)),
        ["reweight", var id, var weight] => Reweight(id, weight),
        ["purge", var id, .. var options] => Purge(id, IsForced(options)),
        ["destroy", var id, .. var options] => Destroy(id, IsForced(options)),
        ["rm", var id] => Find(id) is not { } osd ? CephReply.Done(CephShapes.Say($"osd.{OsdId(id)} does not exist. ")) : osd.IsUp ? CephReply.Fail(16, "EBUSY", $"{osd.Name} is still up; must be down before removal. ") : Removed(osd, $"removed {osd.Name}"),
        ["crush", "rm" or "remove" or "unlink", var name, ..] => RemoveFromCrush(name),
        ["pool", "set", var pool, var variable, var value, .. var options] => SetPool(pool, variable, value, options.Contains(Sure)),
        ["pool", "set-quota", var pool, var what, var value] => SetQuota(pool, what, value),
        ["pool", "delete" or "rm", var pool, ..] => CephReply.Fail(1, "EPERM", $"WARNING: this will *PERMANENTLY DESTROY* all data stored in pool {pool}.  If you are *ABSOLUTELY CERTAIN* that is what you want, pass the pool name *twice*, followed by --yes-i-really-really-mean-it."),
        ["set-nearfull-ratio" or "set-backfillfull-ratio" or "set-full-ratio", var ratio] => SetRatio(words[0], ratio),
        _ => null,
    };

    private CephReply? Flag(string flag, bool isSet)
    {
        if (!Settable.Contains(flag)) return null;
        if (isSet) ceph.SetFlag(flag);
        else ceph.ClearFlag(flag);
        var name = flag == "pause" ? "pauserd,pausewr" : flag;
        return CephReply.Done($"{name} is {(isSet ? "set" : "unset")}");
    }

    private CephReply? GroupFlags(string flags, string[] who, bool isSet)
    {
        var names = flags.Split(',');
        if (who.Length == 0 || names.Except(SettableHere, StringComparer.Ordinal).Any()) return null;
        foreach (var item in who)
        {
            var isHost = ceph.Osds.Values.Any(osd => osd.Host == item || osd.DeviceClass == item);
            if (Find(item) is null && !isHost) return CephReply.NotFound($"{item} does not exist");
        }

        foreach (var item in who)
        {
            var set = Find(item)?.Flags ?? (ceph.NodeFlags.TryGetValue(item, out var there) ? there : ceph.NodeFlags[item] = new SortedSet<string>(StringComparer.Ordinal));
            if (isSet) set.UnionWith(names);
            else set.ExceptWith(names);
            if (set.Count == 0) ceph.NodeFlags.Remove(item);
        }

        ceph.Touch();
        return CephReply.Done();
    }

    private CephReply Mark(string how, IEnumerable<string> ids)
    {
        var said = "";
        foreach (var id in ids)
        {
            if (Find(id) is not { } osd)
            {
                if (OsdId(id) is not { } number) return NoOsd(id, $"osd {how} <ids>...");
                said += CephShapes.Say($"osd.{number} does not exist. ");
                continue;
            }

            var isSo = how switch { "in" => osd.IsIn, "out" => !osd.IsIn, _ => !osd.IsUp };
            if (!isSo && how == "down") ceph.MarkDownByHand(osd);
            else if (!isSo) ceph.SetIn(osd, how == "in");
            said += isSo ? $"{osd.Name} is already {how}. " : $"marked {how} {osd.Name}. ";
        }

        return CephReply.Done(said);
    }

    private CephReply Reweight(string id, string text)
    {
        if (Find(id) is not { } osd) return NoOsd(id, "osd reweight <id|osd.id> <weight:float>");
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) || weight > 1) return new CephReply { ExitCode = 22, Error = $"Invalid command: {text} not in range [0.0, 1.0]\nosd reweight <id|osd.id> <weight:float> :  reweight osd to 0.0 < <weight> < 1.0\nError EINVAL: invalid command\n" };
        ceph.Reweigh(osd, weight);
        return CephReply.Done(CephShapes.Say($"reweighted {osd.Name} to {text} ({(int)(weight * 65_536):x})"));
    }

    /// <summary>
    /// Whether the manager does not look if it is safe. Either word is force to it ("Backward compat" in src/mgr/DaemonServer.cc), and
    /// neither is asked for: once it has looked, it tells the monitors itself that it is sure.
    /// </summary>
    private static bool IsForced(IEnumerable<string> options) => options.Any(static option => option is "--force" or Sure);

    private CephReply Purge(string id, bool isForced)
    {
        if (OsdId(id) is not { } number) return NoOsd(id, "osd purge <id|osd.id> [--force] [--yes-i-really-mean-it]");
        if (!ceph.Osds.TryGetValue(number, out var osd)) return CephReply.Done(CephShapes.Say($"osd.{number} does not exist"));
        if (!isForced && SafeToDestroyError(osd) is { } unsafeReply) return unsafeReply;
        if (osd.IsUp) return CephReply.Fail(16, "EBUSY", $"{osd.Name} is not `down`.");
        return Removed(osd, $"purged {osd.Name}");
    }

    private CephReply? SafeToDestroyError(CephOsd osd)
    {
        var reply = new CephCommands(ceph, isJson: false).SafeToDestroy([osd.Id]);
        return reply.ExitCode == 0 ? null : reply with { Error = reply.Error.TrimEnd('\n') + " \nYou can proceed by passing --force, but be warned that this will likely mean real, permanent data loss.\n" };
    }

    private CephReply Removed(CephOsd osd, string said)
    {
        ceph.Purge(osd);
        return CephReply.Done(said);
    }

    private CephReply Destroy(string id, bool isForced)
    {
        if (Find(id) is not { } osd) return NoOsd(id, "osd destroy <id|osd.id> [--force] [--yes-i-really-mean-it]");
        if (!isForced && SafeToDestroyError(osd) is { } unsafeReply) return unsafeReply;
        if (osd.IsUp) return CephReply.Fail(16, "EBUSY", $"{osd.Name} is not `down`.");
        osd.IsDestroyed = true;
        ceph.Entities.Remove(osd.Name);
        ceph.Remap();
        return CephReply.Done($"destroyed {osd.Name}");
    }

    private CephReply RemoveFromCrush(string name)
    {
        if (name.StartsWith("osd.", StringComparison.Ordinal) && Find(name) is { HasPlace: true } osd)
        {
            osd.HasPlace = false;
            ceph.Remap();
            return CephReply.Done(CephShapes.Say($"removed item id {osd.Id} name '{name}' from crush map"));
        }

        if (ceph.Osds.Values.Any(item => item.HasPlace && item.Host == name)) return CephReply.Fail(39, "ENOTEMPTY", $"(39) Directory not empty");
        return CephReply.Done($"device '{name}' does not appear in the crush map");
    }

    private CephReply SetPool(string name, string variable, string value, bool isSure)
    {
        if (ceph.Pool(name) is not { } pool) return CephReply.NotFound($"unrecognized pool '{name}'");
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        switch (variable)
        {
            case "size" or "min_size" when !isNumber || number is < 1 or > 10:
                return CephReply.Invalid(CephShapes.Say($"error parsing int value '{value}': expected 1 to 10"));
            case "size" when number == 1 && !isSure:
                return CephReply.Fail(1, "EPERM", "WARNING: setting pool size 1 could lead to data loss without recovery. If you are *ABSOLUTELY CERTAIN* that is what you want, pass the flag --yes-i-really-mean-it.");
            case "size":
                pool.MinSize = number < 3 ? Math.Min(pool.MinSize, 1) : number - (number / 2);
                pool.Size = number;
                break;
            case "min_size" when number > pool.Size:
                return CephReply.Invalid(CephShapes.Say($"pool min_size must be between 1 and size, which is set to {pool.Size}"));
            case "min_size":
                pool.MinSize = number;
                break;
            case "target_size_ratio" when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio):
                pool.TargetRatio = ratio;
                break;
            case "pg_autoscale_mode" when value is "on" or "off" or "warn":
                pool.AutoscaleMode = value;
                break;
            case "bulk":
                pool.IsBulk = value is "true" or "1" or "yes" or "on";
                break;
            case "target_size_ratio" or "pg_autoscale_mode":
                return CephReply.Invalid($"error parsing value '{value}'");
            case "pg_num" or "pgp_num":
                return CephReply.Invalid("the sandbox does not split or merge placement groups");
            default:
                pool.Options[variable] = value;
                break;
        }

        ceph.Remap();
        pool.LastChange = ceph.Epoch;
        return CephReply.Done(CephShapes.Say($"set pool {pool.Id} {variable} to {value}"));
    }

    private CephReply? SetQuota(string name, string what, string value)
    {
        if (what is not ("max_bytes" or "max_objects")) return null;
        if (ceph.Pool(name) is not { } pool) return CephReply.NotFound($"unrecognized pool '{name}'");
        if (SizeOf(value) is not { } limit) return CephReply.Invalid($"error parsing value '{value}': unknown quota");
        if (what == "max_bytes") pool.QuotaBytes = limit;
        else pool.QuotaObjects = limit;
        ceph.Touch();
        pool.LastChange = ceph.Epoch;
        return CephReply.Done(CephShapes.Say($"set-quota {what} = {limit} for pool {name}"));
    }

    /// <summary>A number with a binary unit, as quotas take them: 10Gi, 10G, 10GiB, 512.</summary>
    private static long? SizeOf(string text)
    {
        var match = Quantity().Match(text);
        if (!match.Success) return null;
        var power = match.Groups["unit"].Value is { Length: > 0 } unit ? "KMGTP".IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal) + 1 : 0;
        return (long)(double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * Math.Pow(1024, power));
    }

    [GeneratedRegex("^(?<number>\\d+)(?<unit>[KMGTP]?)(i?B?)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quantity();

    private CephReply SetRatio(string command, string text)
    {
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio) || ratio > 1) return CephReply.Invalid($"{text} not in range [0.0, 1.0]");
        if (command == "set-nearfull-ratio") ceph.NearfullRatio = ratio;
        else if (command == "set-full-ratio") ceph.FullRatio = ratio;
        else ceph.BackfillfullRatio = ratio;
        ceph.Touch();
        return CephReply.Done($"osd {command} {text}");
    }

    private CephReply Scrub(string id, bool isRepair)
    {
        if (!IsGroupId(id)) return CephReply.Invalid($"invalid pgid '{id}'");
        if (Group(id) is not { } group) return CephReply.NotFound($"pg {id} does not exist");
        if (group.Primary < 0) return CephReply.Fail(11, "EAGAIN", $"pg {id} primary osd.-1 not up");
        if (!ceph.Flags.Contains("nodeep-scrub") || isRepair) ceph.Scrub(group, isRepair);
        return CephReply.Done(CephShapes.Say($"instructing pg {id} on osd.{group.Primary} to {(isRepair ? "repair" : "deep-scrub")}"));
    }

    private CephReply MuteCheck(string code, string[] options)
    {
        var isSticky = options.Contains("--sticky");
        var text = options.FirstOrDefault(static option => option != "--sticky");
        DateTimeOffset? until = null;
        if (text is not null)
        {
            if (text.Length < 2 || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return CephReply.Invalid($"invalid ttl '{text}'");
            until = ceph.Now + (number * text[^1] switch { 's' => TimeSpan.FromSeconds(1), 'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), 'd' => TimeSpan.FromDays(1), _ => TimeSpan.FromDays(7) });
        }

        var check = CephHealth.Of(ceph).FirstOrDefault(item => item.Code == code);
        if (check is null && !isSticky) return CephReply.NotFound($"health alert {code} is not currently raised");
        ceph.Mutes.RemoveAll(mute => mute.Code == code);
        ceph.Mutes.Add(new CephMute(code, until, isSticky, isSticky ? "" : check!.Summary, isSticky ? 0 : check!.Count));
        return CephReply.Done();
    }

    private CephReply Unmute(string[] codes)
    {
        ceph.Mutes.RemoveAll(mute => codes.Length == 0 || codes.Contains(mute.Code));
        return CephReply.Done();
    }

    private CephReply Archive(string? id)
    {
        var found = ceph.Crashes.Where(crash => id is null || crash.Id == id).ToList();
        if (id is not null && found.Count == 0) return CephReply.NotFound($"crash {id} not found");
        foreach (var crash in found) crash.Archived ??= ceph.Now;
        return CephReply.Done();
    }

    private CephReply SetConfig(string key, string? value)
    {
        if (value is null) ceph.Config.Remove(key);
        else ceph.Config[key] = value;
        return CephReply.Done();
    }

    private CephReply FailManager(string? name)
    {
        if (ceph.Managers.Find(manager => manager.Name == (name ?? ceph.ActiveManager?.Name)) is not { } failed) return CephReply.Done("no active mgr, nothing to fail");
        failed.Since = ceph.Now;
        return CephReply.Done();
    }
}
