using System.Globalization;
using System.Text;

namespace K8sOps.Sandbox.Containers;

/// <summary>The programs that any container has, with the words of GNU's.</summary>
internal static class BuiltInPrograms
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IContainerProgram> All { get; } =
    [
        new BuiltInProgram("true", static (_, _) => Task.FromResult(0)),
        new BuiltInProgram("false", static (_, _) => Task.FromResult(1)),
        new BuiltInProgram("echo", EchoAsync),
        new BuiltInProgram("cat", FilePrograms.CatAsync),
        new BuiltInProgram("head", FilePrograms.HeadAsync),
        new BuiltInProgram("wc", FilePrograms.CountAsync),
        new BuiltInProgram("ls", FilePrograms.ListAsync),
        new BuiltInProgram("env", EnvironmentAsync),
        new BuiltInProgram("printenv", EnvironmentAsync),
        new BuiltInProgram("hostname", static (call, stop) => SayAsync(call, call.Environment.GetValueOrDefault("HOSTNAME", ""), stop)),
        new BuiltInProgram("id", IdentityAsync),
        new BuiltInProgram("whoami", static (call, stop) => SayAsync(call, User(call).Name, stop)),
        new BuiltInProgram("pwd", static (call, stop) => SayAsync(call, "/", stop)),
        new BuiltInProgram("uname", static (call, stop) => SayAsync(call, call.Arguments.Contains("-r") ? "6.12.57" : call.Arguments.Contains("-m") ? "x86_64" : "Linux", stop)),
        new BuiltInProgram("date", DateAsync),
        new BuiltInProgram("sleep", SleepAsync),
        new BuiltInProgram("seq", SequenceAsync),
        new ShellProgram(static () => All!),
    ];

    private static async Task<int> SayAsync(ProgramCall call, string line, CancellationToken cancellationToken)
    {
        await call.WriteAsync(line + "\n", cancellationToken).ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> EchoAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var words = call.Arguments.ToList();
        var end = "\n";
        if (words is ["-n", ..])
        {
            words.RemoveAt(0);
            end = "";
        }

        await call.WriteAsync(string.Join(' ', words) + end, cancellationToken).ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> EnvironmentAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        if (call.Name == "env" || !call.Arguments.Any())
        {
            if (call.Arguments.Any()) return await call.FailAsync(125, $"env: the sandbox's env only prints; '{call.Arguments.First()}' is not run", cancellationToken).ConfigureAwait(false);
            await call.WriteAsync(string.Concat(call.Environment.Select(static pair => $"{pair.Key}={pair.Value}\n")), cancellationToken).ConfigureAwait(false);
            return 0;
        }

        var code = 0;
        foreach (var name in call.Arguments)
        {
            if (call.Environment.TryGetValue(name, out var value)) await call.WriteAsync(value + "\n", cancellationToken).ConfigureAwait(false);
            else code = 1;
        }

        return code;
    }

    private static (string Name, long User, long Group) User(ProgramCall call)
    {
        var user = Controllers.Fields.Number(call.Container.Spec, "securityContext", "runAsUser") ?? Controllers.Fields.Number(call.Container.Pod, "spec", "securityContext", "runAsUser") ?? 0;
        var group = Controllers.Fields.Number(call.Container.Spec, "securityContext", "runAsGroup") ?? Controllers.Fields.Number(call.Container.Pod, "spec", "securityContext", "runAsGroup") ?? user;
        return (user == 0 ? "root" : user.ToString(CultureInfo.InvariantCulture), user, group);
    }

    private static Task<int> IdentityAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var (name, user, group) = User(call);
        return SayAsync(call, call.Arguments.FirstOrDefault() switch
        {
            "-u" => user.ToString(CultureInfo.InvariantCulture),
            "-g" => group.ToString(CultureInfo.InvariantCulture),
            _ => user == 0 ? "uid=0(root) gid=0(root) groups=0(root)" : string.Create(CultureInfo.InvariantCulture, $"uid={name} gid={group} groups={group}"),
        }, cancellationToken);
    }

    private static async Task<int> DateAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var now = call.Container.Clock.GetUtcNow().UtcDateTime;
        var format = call.Arguments.FirstOrDefault(static argument => argument.StartsWith('+'));
        if (format is null)
        {
            var isIso = call.Arguments.Any(static argument => argument is "-Iseconds" or "-Is" or "--iso-8601=seconds");
            return await SayAsync(call, isIso ? $"{now:yyyy-MM-dd'T'HH:mm:ss}+00:00" : now.ToString("ddd MMM d HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false);
        }

        var text = new StringBuilder();
        for (var i = 1; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            var letter = format[++i];
            text.Append(letter switch
            {
                'Y' => now.ToString("yyyy", CultureInfo.InvariantCulture),
                'm' => now.ToString("MM", CultureInfo.InvariantCulture),
                'd' => now.ToString("dd", CultureInfo.InvariantCulture),
                'H' => now.ToString("HH", CultureInfo.InvariantCulture),
                'M' => now.ToString("mm", CultureInfo.InvariantCulture),
                'S' => now.ToString("ss", CultureInfo.InvariantCulture),
                'F' => now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                'T' => now.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                'Z' => "UTC",
                's' => ((long)(now - DateTime.UnixEpoch).TotalSeconds).ToString(CultureInfo.InvariantCulture),
                '%' => "%",
                _ => "%" + letter,
            });
        }

        return await SayAsync(call, text.ToString(), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> SleepAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        if (!call.Arguments.Any()) return await call.FailAsync(1, "sleep: missing operand", cancellationToken).ConfigureAwait(false);
        var total = TimeSpan.Zero;
        foreach (var argument in call.Arguments)
        {
            if (argument is "infinity" or "inf")
            {
                await call.DelayAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var unit = argument.Length > 0 ? argument[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 } : 0;
            if (!double.TryParse(unit > 0 ? argument[..^1] : argument, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1e8)
                return await call.FailAsync(1, $"sleep: invalid time interval '{argument}'", cancellationToken).ConfigureAwait(false);
            total += TimeSpan.FromSeconds(number * Math.Max(unit, 1));
        }

        await call.DelayAsync(total, cancellationToken).ConfigureAwait(false);
        return 0;
    }

    private static async Task<int> SequenceAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var numbers = call.Arguments.Select(static text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (long?)null).ToArray();
        if (numbers.Length is 0 or > 2 || numbers.Contains(null)) return await call.FailAsync(1, "seq: invalid arguments", cancellationToken).ConfigureAwait(false);
        var (first, last) = numbers.Length == 1 ? (1, numbers[0]!.Value) : (numbers[0]!.Value, numbers[1]!.Value);
        var text = new StringBuilder();
        for (var number = first; number <= last; number++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{number}\n");
            if (text.Length < 16 * 1024) continue;
            await call.WriteAsync(text.ToString(), cancellationToken).ConfigureAwait(false);
            text.Clear();
        }

        await call.WriteAsync(text.ToString(), cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
