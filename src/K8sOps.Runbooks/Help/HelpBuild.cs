namespace K8sOps.Runbooks.Help;

/// <summary>Makes a module's help of its compiled commands and its pages.</summary>
public sealed record HelpBuild
{
    /// <summary>The files to write, by their names within the culture's folder; texts with LF, the same for the same sources.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>What is wrong with the pages, by file and line.</summary>
    public required IReadOnlyList<HelpProblem> Problems { get; init; }

    /// <summary>Whether the help can be used; what is only lacking does not count.</summary>
    public bool HasErrors => Problems.Any(p => p.IsError);

    /// <summary>The name of the help file that PowerShell looks for, for an assembly.</summary>
    public static string FileName(string assemblyPath) => Path.GetFileName(assemblyPath) + "-Help.xml";

    /// <summary>Reads the assembly and the pages, and makes the files.</summary>
    /// <param name="assemblyPath">The compiled commands.</param>
    /// <param name="docsFolder">The folder with <c>cmdlets/Verb-Noun.md</c> and <c>about/about_*.md</c>.</param>
    /// <param name="runbooks">What was made of the runbooks: their topics are part of the help; null for a module without.</param>
    /// <exception cref="FileNotFoundException">There is no such assembly.</exception>
    /// <exception cref="BadImageFormatException">The file is not a .NET assembly.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static HelpBuild Make(string assemblyPath, string docsFolder, RunbookBuild? runbooks = null)
    {
        ArgumentNullException.ThrowIfNull(assemblyPath);
        ArgumentNullException.ThrowIfNull(docsFolder);
        if (!Directory.Exists(docsFolder)) throw new DirectoryNotFoundException($"There is no folder {docsFolder}.");
        var problems = new List<HelpProblem>();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var commands = CommandMetadataReader.Read(assemblyPath);
        var pages = Pages(Path.Combine(docsFolder, "cmdlets"), "*.md").Select(f => HelpPageReader.Read(f, File.ReadAllText(f), problems)).OfType<HelpPage>().ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        var help = new List<CommandHelp>();
        foreach (var command in commands)
        {
            pages.Remove(command.Name, out var page);
            if (page is null) problems.Add(new HelpProblem(Path.Combine(docsFolder, "cmdlets", command.Name + ".md"), 1, 1, false, $"{command.Name} has no page; its help says only what its metadata knows."));
            help.Add(HelpComposer.Compose(command, page, problems));
        }

        problems.AddRange(pages.Values.Select(p => new HelpProblem(p.File, 1, 1, false, $"There is no command {p.Name}.")));
        files[FileName(assemblyPath)] = MamlWriter.Write(help);
        foreach (var topic in Pages(Path.Combine(docsFolder, "about"), "about_*.md"))
        {
            if (AboutWriter.Write(topic, File.ReadAllText(topic), problems) is { } text) files[Path.GetFileNameWithoutExtension(topic) + ".help.txt"] = text;
        }

        foreach (var (name, text) in runbooks?.Topics ?? new Dictionary<string, string>()) files[name] = text;
        if (runbooks is not null) problems.AddRange(runbooks.Problems);
        return new HelpBuild { Files = files, Problems = [.. problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line)] };
    }

    private static IEnumerable<string> Pages(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal) : [];
}
