using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using K8sOps.Sandbox.Containers;
using K8sOps.Text;

namespace K8sOps.Sandbox.Controllers;

/// <summary>
/// How containers behave, by what a real one would see: its image, command, environment and limits. The table is
/// <c>container-behaviour.yaml</c> beside this file.
/// </summary>
internal sealed class ContainerBehaviour
{
    private static readonly Lazy<ContainerBehaviour> Loaded = new(static () => new ContainerBehaviour(Read()));
    private readonly List<(Regex Pattern, JsonObject Row)> commands;
    private readonly Dictionary<string, JsonObject> images;
    private readonly JsonObject defaults;
    private readonly Regex knownTag;

    private ContainerBehaviour(JsonObject table)
    {
        defaults = table.Object("default") ?? [];
        knownTag = Pattern(table.Text("tags") ?? ".*");
        commands = [.. table.Objects("commands").Select(static row => (Pattern(row.Text("command") ?? ""), row))];
        images = table.Objects("images").ToDictionary(static row => row.Text("image") ?? "", StringComparer.Ordinal);
    }

    /// <summary>The table of this assembly.</summary>
    public static ContainerBehaviour Table => Loaded.Value;

    /// <summary>Whether the registry has the image: known repositories have the tags that the table's pattern takes.</summary>
    public bool Exists(string image)
    {
        if (ImageName.Tag(image) is not { } tag) return true;
        return images.GetValueOrDefault(ImageName.Repository(image)).Text("tags") is { } own ? Pattern(own).IsMatch(tag) : knownTag.IsMatch(tag);
    }

    /// <summary>Typical use of a container of this image: CPU in cores, memory in bytes.</summary>
    public (double Cpu, double Memory) Usage(string image)
    {
        var row = images.GetValueOrDefault(ImageName.Repository(image));
        return (Quantity.Parse(row.Text("cpu") ?? defaults.Text("cpu")), Quantity.Parse(row.Text("memory") ?? defaults.Text("memory")));
    }

    /// <summary>What becomes of a container that is started now.</summary>
    /// <param name="container">The container of the pod's spec.</param>
    /// <param name="environment">Its environment, resolved.</param>
    /// <param name="isTask">True in a pod that is not restarted for ever: what has nothing else to do there ends well.</param>
    public ContainerFate FateOf(JsonObject container, IReadOnlyDictionary<string, string> environment, bool isTask)
    {
        var image = container.Text("image") ?? "";
        var row = images.GetValueOrDefault(ImageName.Repository(image)) ?? [];
        var ready = Seconds(row, "readySeconds") ?? Seconds(defaults, "readySeconds") ?? TimeSpan.Zero;

        if (ShellScript.FateOf(container) is { } script) return script;
        var command = string.Join(' ', container.Texts("command").Concat(container.Texts("args")));
        foreach (var (pattern, commandRow) in commands)
        {
            if (pattern.Match(command) is not { Success: true } match) continue;
            return FateOfCommand(commandRow, match) with { Log = [.. commandRow.Texts("log"), .. ShellScript.Echoes(container)] };
        }

        var limit = Quantity.Parse(container.Text("resources", "limits", "memory"));
        var memory = Quantity.Parse(row.Text("memory") ?? defaults.Text("memory"));
        if (limit > 0 && memory > limit) return new ContainerFate(ready, ready + TimeSpan.FromSeconds(4), 137, IsOutOfMemory: true, Opening(row)) { Writes = Writing(row), WritesEvery = Interval(row), IsTold = row.Flag("told") };

        foreach (var need in row.Objects("needs"))
        {
            if (environment.TryGetValue(need.Text("env") ?? "", out var value) && value.Length > 0) continue;
            return new ContainerFate(ready, Seconds(need, "afterSeconds") ?? TimeSpan.FromSeconds(1), (int)(need.Number("exitCode") ?? 1), IsOutOfMemory: false, [.. need.Texts("log")]);
        }

        var ends = Seconds(row, "taskSeconds") ?? (isTask ? Seconds(defaults, "taskSeconds") : null);
        return new ContainerFate(ready, ends, 0, IsOutOfMemory: false, [.. Opening(row), .. ShellScript.Echoes(container)]) { Writes = Writing(row), WritesEvery = Interval(row), IsTold = row.Flag("told") };
    }

    private static ContainerFate FateOfCommand(JsonObject row, Match match)
    {
        var seconds = match.Groups["seconds"] is { Success: true } span ? double.Parse(span.Value, CultureInfo.InvariantCulture) : row.Number("seconds") ?? 1;
        var code = match.Groups["code"] is { Success: true } exit ? int.Parse(exit.Value, CultureInfo.InvariantCulture) : (int)(row.Number("exitCode") ?? 0);
        return new ContainerFate(TimeSpan.Zero, row.Flag("runsOn") ? null : TimeSpan.FromSeconds(seconds), code, IsOutOfMemory: false, []);
    }

    private string[] Opening(JsonObject row) => [.. (row.ContainsKey("log") ? row : defaults).Texts("log")];

    private string[] Writing(JsonObject row) => row.Flag("told") ? [] : [.. (row.ContainsKey("writes") ? row : defaults).Texts("writes")];

    private TimeSpan Interval(JsonObject row) => Seconds(row, "writesSeconds") ?? Seconds(defaults, "writesSeconds") ?? TimeSpan.FromSeconds(15);

    private static TimeSpan? Seconds(JsonObject row, string name) => row.Number(name) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static JsonObject Read()
    {
        using var reader = new StreamReader(typeof(ContainerBehaviour).Assembly.GetManifestResourceStream("Controllers/container-behaviour.yaml")!);
        return (JsonObject)Yaml.Parse(reader.ReadToEnd())!;
    }
}
