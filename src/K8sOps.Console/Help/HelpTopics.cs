using K8sOps.Runbooks.Help;

namespace K8sOps.Console.Help;

/// <summary>The built help of the module, as <c>k8sops help</c> shows it: the same files that Get-Help reads.</summary>
/// <param name="folder">The folder with the MAML and the about topics.</param>
public sealed class HelpTopics(string folder)
{
    /// <summary>The help beside this program.</summary>
    public static HelpTopics BesideProgram { get; } = new(BesideOrAbove(AppContext.BaseDirectory));

    private readonly Lazy<IReadOnlyList<CommandHelp>> _commands = new(() => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*-Help.xml").Order(StringComparer.Ordinal).SelectMany(MamlReader.ReadFile)]
        : []);

    /// <summary>The commands, by name.</summary>
    public IReadOnlyList<CommandHelp> Commands => _commands.Value;

    /// <summary>The names of the about topics.</summary>
    public IReadOnlyList<string> Topics => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "about_*.help.txt").Select(f => Path.GetFileName(f)[..^".help.txt".Length]).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>
    /// The text for a name: a command's help as Get-Help -Full prints it, or an about topic, with or without its <c>about_</c> or <c>about_Runbook_</c>.
    /// Null where there is none.
    /// </summary>
    public string? Find(string name, int width = 80)
    {
        ArgumentNullException.ThrowIfNull(name);
        var command = Commands.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
        if (command is not null) return HelpTextWriter.Write(command, width);
        var topic = Topics.FirstOrDefault(t => string.Equals(t, name, StringComparison.OrdinalIgnoreCase) || string.Equals(t, "about_" + name, StringComparison.OrdinalIgnoreCase) || string.Equals(t, "about_Runbook_" + name, StringComparison.OrdinalIgnoreCase));
        return topic is null ? null : File.ReadAllText(Path.Combine(folder, topic + ".help.txt"));
    }

    /// <summary>Prints the help of a name, or without one the list of all.</summary>
    /// <returns>0, or 1 when there is no help of that name.</returns>
    public int Print(string? name, TextWriter @out, TextWriter err, int width = 80)
    {
        ArgumentNullException.ThrowIfNull(@out);
        ArgumentNullException.ThrowIfNull(err);
        if (name is null)
        {
            var pad = Commands.Select(c => c.Name.Length).Concat(Topics.Select(t => t.Length)).DefaultIfEmpty().Max() + 2;
            foreach (var command in Commands) @out.WriteLine(command.Name.PadRight(pad) + command.Synopsis);
            // The fifth line of a topic is its synopsis.
            foreach (var topic in Topics) @out.WriteLine(topic.PadRight(pad) + File.ReadLines(Path.Combine(folder, topic + ".help.txt")).Skip(4).FirstOrDefault()?.Trim());
            return 0;
        }

        if (Find(name, width) is { } text)
        {
            @out.Write(text);
            return 0;
        }

        var like = Commands.Select(c => c.Name).Concat(Topics).Where(n => n.Contains(name, StringComparison.OrdinalIgnoreCase)).ToList();
        err.WriteLine($"There is no help for \"{name}\"." + (like.Count > 0 ? $" There is for {string.Join(", ", like)}." : " \"k8sops help\" lists what there is."));
        return 1;
    }

    /// <summary>The help beside the program, else that of the repository it was built in.</summary>
    private static string BesideOrAbove(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var help = Path.Combine(folder.FullName, "en-US");
            if (File.Exists(Path.Combine(help, "K8sOps.dll-Help.xml"))) return help;
        }

        return Path.Combine(start, "en-US");
    }
}
