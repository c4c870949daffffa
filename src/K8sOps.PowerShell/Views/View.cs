using System.Collections;
using System.Globalization;

namespace K8sOps;

/// <summary>
/// The cells of our views: colour by state, ages, sizes. Colours are ANSI and never the only carrier of a meaning; PowerShell
/// takes them out itself where <c>NO_COLOR</c> or <c>$PSStyle.OutputRendering</c> says so.
/// </summary>
public static partial class View
{
    private const string Reset = "\u001b[0m";
    private const string Green = "\u001b[32m";
    private const string Yellow = "\u001b[33m";
    private const string Red = "\u001b[31;1m";
    private const string Dim = "\u001b[2m";

    /// <summary>A word for a state, coloured by what it means: pod and node states, check verdicts, event types, phases.</summary>
    public static string Status(object? state)
    {
        var text = Text(state);
        var colour = text switch
        {
            "Pass" or "Running" or "Ready" or "Active" or "Bound" or "Cured" or "Available" or "Established" or "Complete" or "Healthy" or "Allowed" or "Created" or "Changed" or "Current" => Green,
            "Warn" or "Warning" or "Pending" or "Terminating" or "ContainerCreating" or "PodInitializing" or "NotReady" or "Progressing" or "Updating" or "Paused" or "OnDelete" or "Reconciling" or "Waiting" or "Interrupted" or "Stopped" => Yellow,
            "Fail" or "Failed" or "Denied" or "Error" or "CrashLoopBackOff" or "OOMKilled" or "ImagePullBackOff" or "ErrImagePull" or "Evicted" or "Lost" or "Unreachable" or "Stalled" or "Missing" => Red,
            "Skip" or "Completed" or "Succeeded" or "Normal" or "Inactive" or "Unchanged" or "Suspended" => Dim,
            "Unknown" => Yellow,
            _ when text.StartsWith("Ready,", StringComparison.Ordinal) => Yellow,
            _ when text.StartsWith("NotReady", StringComparison.Ordinal) => Red,
            _ when text.StartsWith("Init:", StringComparison.Ordinal) => text.Contains("Error", StringComparison.Ordinal) || text.Contains("Crash", StringComparison.Ordinal) ? Red : Yellow,
            _ => "",
        };
        return colour.Length == 0 ? text : colour + text + Reset;
    }

    /// <summary>Yes or no, red where it is no.</summary>
    public static string Good(bool value) => value ? $"{Green}True{Reset}" : $"{Red}False{Reset}";

    /// <summary>How long ago, as kubectl says it (<c>12s</c>, <c>5m</c>, <c>3h12m</c>, <c>41d</c>); empty for an unknown time.</summary>
    public static string Age(DateTimeOffset? since, DateTimeOffset now) => since is { } at ? Duration(now - at) : "";

    /// <summary>A duration in kubectl's short form.</summary>
    public static string Duration(TimeSpan? span)
    {
        if (span is not { } s) return "";
        if (s < TimeSpan.Zero) s = TimeSpan.Zero;
        string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        if (s.TotalSeconds < 120) return F($"{(int)s.TotalSeconds}s");
        if (s.TotalMinutes < 10) return s.Seconds == 0 ? F($"{s.Minutes}m") : F($"{s.Minutes}m{s.Seconds}s");
        if (s.TotalHours < 3) return F($"{(int)s.TotalMinutes}m");
        if (s.TotalHours < 8) return s.Minutes == 0 ? F($"{s.Hours}h") : F($"{s.Hours}h{s.Minutes}m");
        if (s.TotalHours < 48) return F($"{(int)s.TotalHours}h");
        if (s.TotalDays < 8) return s.Hours == 0 ? F($"{s.Days}d") : F($"{s.Days}d{s.Hours}h");
        if (s.TotalDays < 730) return F($"{s.Days}d");
        return F($"{(int)(s.TotalDays / 365)}y{(int)(s.TotalDays % 365)}d");
    }

    /// <summary>A moment without its year, in UTC and to the second (<c>01-15 03:02:55Z</c>); empty for an unknown one.</summary>
    public static string Time(DateTimeOffset? at) => at is { } t ? t.UtcDateTime.ToString("MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";

    /// <summary>A pod and its container within 30 characters: what is too long loses the middle of the pod's name.</summary>
    public static string Source(string pod, string container)
    {
        const int Width = 30;
        var room = Math.Max(Width - 1 - container.Length, 10);
        if (pod.Length > room) pod = string.Concat(pod.AsSpan(0, room - 6), "…", pod.AsSpan(pod.Length - 5));
        return pod + " " + container;
    }

    /// <summary>An exit code, red where it is not 0.</summary>
    public static string ExitCode(int code) => code == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{Red}{code}{Reset}");

    /// <summary>What a program wrote: its output, and after that its errors in red; no empty lines at the end.</summary>
    public static string Said(string? output, string? error)
    {
        var (said, failed) = ((output ?? "").TrimEnd(), (error ?? "").TrimEnd());
        return failed.Length == 0 ? said : said.Length == 0 ? $"{Red}{failed}{Reset}" : $"{said}\n{Red}{failed}{Reset}";
    }

    /// <summary>How many things wait to be taken back; nothing for none.</summary>
    public static string Pending(IReadOnlyCollection<string>? rollbacks) => rollbacks is { Count: > 0 } some ? string.Create(CultureInfo.InvariantCulture, $"{Yellow}{some.Count}{Reset}") : "";

    /// <summary>Milliseconds, for latencies.</summary>
    public static string Milliseconds(TimeSpan? span) => span is { } s ? string.Create(CultureInfo.InvariantCulture, $"{s.TotalMilliseconds:0} ms") : "";

    /// <summary>Bytes in binary units.</summary>
    public static string Bytes(long? bytes)
    {
        if (bytes is not { } b) return "";
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
        var value = (double)b;
        var unit = 0;
        while (Math.Abs(value) >= 1024 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }

    /// <summary>Processor cores in thousandths, <c>250m</c>, as Kubernetes writes them; empty where they are not known.</summary>
    public static string Cores(decimal? cores) => cores is { } c ? string.Create(CultureInfo.InvariantCulture, $"{c * 1000:0}m") : "";

    /// <summary>A share with its sign, red above 90; empty where there is none.</summary>
    public static string Percent(double? percent) => percent is not { } p ? "" : p > 90 ? string.Create(CultureInfo.InvariantCulture, $"{Red}{p:0} %{Reset}") : string.Create(CultureInfo.InvariantCulture, $"{p:0} %");

    /// <summary>A pod or node; or a pod with its container within 30 characters.</summary>
    public static string Used(string name, string? container) => container is null ? name : Source(name, container);

    /// <summary>One of several containers ready: <c>1/2</c>, red where some are not and the pod is not done.</summary>
    public static string Fraction(int ready, int total) => string.Create(CultureInfo.InvariantCulture, $"{ready}/{total}");

    /// <summary>Ready of wanted pods, <c>2/3</c>; what only runs, <c>1 run</c>; empty where nothing is counted.</summary>
    public static string Pods(int? ready, int? desired, int? active)
        => desired is { } wanted ? Fraction(ready ?? 0, wanted) : active is { } running ? string.Create(CultureInfo.InvariantCulture, $"{running} run") : "";

    /// <summary>A mark for the one of several that is meant.</summary>
    public static string Mark(bool value) => value ? $"{Green}*{Reset}" : "";

    /// <summary>Several words, with commas.</summary>
    public static string List(IEnumerable? values) => values is null ? "" : string.Join(", ", values.Cast<object?>().Select(Text));

    /// <summary>How many there are.</summary>
    public static string Count(IEnumerable? values) => values is null ? "" : values.Cast<object?>().Count().ToString(CultureInfo.InvariantCulture);

    /// <summary>How long a text is, which is too long for a view.</summary>
    public static string Lines(string? text) => text is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan().TrimEnd('\n').Count('\n') + 1} lines");

    /// <summary>What was done with an object, where something was; else its state.</summary>
    public static string Outcome(ResourceAction action, string? status) => action == ResourceAction.None ? Status(status) : Status(action);

    /// <summary>What became of a pod in a drain: gone is good there, whichever way it went.</summary>
    public static string Eviction(EvictionOutcome outcome)
    {
        var colour = outcome switch
        {
            EvictionOutcome.Evicted or EvictionOutcome.Gone => Green,
            EvictionOutcome.Skipped => Dim,
            EvictionOutcome.Blocked or EvictionOutcome.Failed => Red,
            _ => Yellow,
        };
        return colour + Text(outcome) + Reset;
    }

    /// <summary>Several <c>key=value</c>; what is long, such as a copy of the whole object that a tool left there, is cut.</summary>
    public static string Map(IEnumerable<KeyValuePair<string, string>>? values) => values is null ? "" : string.Join(", ", values.Select(v => $"{v.Key}={Short(v.Key, v.Value)}"));

    /// <summary>The names of the fields of an object, without their values.</summary>
    public static string Keys(IDictionary? map) => map is null ? "" : string.Join(", ", map.Keys.Cast<object?>().Select(Text));

    /// <summary>Restarts as kubectl says them: <c>7 (3m ago)</c>.</summary>
    public static string Restarts(int restarts, DateTimeOffset? last, DateTimeOffset now)
        => restarts > 0 && last is not null ? string.Create(CultureInfo.InvariantCulture, $"{restarts} ({Age(last, now)} ago)") : restarts.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>Kind namespace/name</c>, or what of it is known.</summary>
    public static string Target(string? kind, string? ns, string? name)
        => string.Join(' ', new[] { kind, string.IsNullOrEmpty(name) ? ns : string.IsNullOrEmpty(ns) ? name : $"{ns}/{name}" }.Where(s => !string.IsNullOrEmpty(s)));

    /// <summary>An object in a tree, with the lines that join it to what stands above.</summary>
    public static string Branch(string? branch, string? kind, string? ns, string? name) => string.IsNullOrEmpty(branch) ? Target(kind, ns, name) : Dim + branch + Reset + Target(kind, ns, name);

    /// <summary>What an object says; for an app whose tree does not go on, why.</summary>
    public static string Remark(string? message, string? notFollowed) => string.IsNullOrEmpty(notFollowed) ? Line(message) : $"(not followed: {Line(notFollowed)})";

    /// <summary>What there is to say of an app of Flux: of a suspended one by whom and why, of one that is ready its source, of any other its message.</summary>
    public static string AppRemark(bool suspended, string? by, string? reason, bool ready, string? sourceKind, string? sourceNamespace, string? sourceName, string? message)
    {
        if (suspended) return Line($"by {by}: {reason}".TrimEnd(':', ' '));
        return ready ? Target(sourceKind, sourceNamespace, sourceName) : Line(message);
    }

    /// <summary>A message with the error that it tells of.</summary>
    public static string LogMessage(string? message, string? error) => string.IsNullOrEmpty(error) ? message ?? "" : $"{message}: {error}";

    /// <summary>A revision of Flux with its hash cut as <c>flux get</c> cuts it: <c>main@sha1:6e7be1a2</c>; empty for none.</summary>
    public static string Revision(string? revision)
    {
        if (revision is null) return "";
        var colon = revision.LastIndexOf(':');
        return colon >= 0 && revision.Length - colon - 1 > 8 && revision.AsSpan(colon + 1).IndexOfAnyExceptInRange('0', 'f') < 0 ? revision[..(colon + 9)] : revision;
    }

    /// <summary>How an object stands to what Flux applies, red where it is gone.</summary>
    public static string Drift(FluxDriftState state) => state switch
    {
        FluxDriftState.InSync => $"{Green}{state}{Reset}",
        FluxDriftState.Missing => $"{Red}{state}{Reset}",
        FluxDriftState.Ignored => $"{Dim}{state}{Reset}",
        _ => $"{Yellow}{state}{Reset}",
    };

    /// <summary>What a field should be, and what it is; of an object as a whole, the reason.</summary>
    public static string Difference(string? applied, string? live, string? path, string? message)
        => string.IsNullOrEmpty(path) ? Line(message) : $"{Short("", applied ?? "(not set)")} -> {Short("", live ?? "(not set)")}";

    /// <summary>What became of a step of a run.</summary>
    public static string Step(StepOutcome outcome)
    {
        var colour = outcome switch
        {
            StepOutcome.Verified => Green,
            StepOutcome.Shown or StepOutcome.Skipped => Dim,
            StepOutcome.Unknown or StepOutcome.RolledBack => Yellow,
            _ => Red,
        };
        return colour + outcome + Reset;
    }

    /// <summary>The first line of a text.</summary>
    public static string Line(string? text)
    {
        if (text is null) return "";
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : string.Concat(text.AsSpan(0, end), "…");
    }

    private static string Short(string key, string value) => key.EndsWith("/last-applied-configuration", StringComparison.Ordinal) ? "(…)" : value.Length > 100 ? value[..100] + "…" : value;

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
