using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks;

/// <summary>What the build makes of a folder of runbooks: scripts, topics of the help, and the table of the index.</summary>
public sealed record RunbookBuild
{
    /// <summary>The scripts, by their names within <c>module/scripts</c>; texts with LF.</summary>
    public required IReadOnlyDictionary<string, string> Scripts { get; init; }

    /// <summary>The topics, by their names within the culture's folder.</summary>
    public required IReadOnlyDictionary<string, string> Topics { get; init; }

    /// <summary>The index as it should be; null where it has no place for the table.</summary>
    public string? Index { get; init; }

    /// <summary>What keeps a runbook from being built, by file and line; the lint says more.</summary>
    public required IReadOnlyList<HelpProblem> Problems { get; init; }

    /// <summary>Reads the runbooks and makes the files.</summary>
    /// <param name="folder">The folder of the runbooks.</param>
    /// <param name="index">The text of <c>docs/index.md</c>.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static RunbookBuild Make(string folder, string index)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(index);
        var scripts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var topics = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<HelpProblem>();
        var runbooks = new List<Runbook>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal))
        {
            var reading = RunbookReader.Read(Path.GetFileNameWithoutExtension(file), file, File.ReadAllText(file));
            // A warning: what does not keep to the format is the lint's to refuse, and the other runbooks are built all the same.
            problems.AddRange(reading.Problems.Select(p => new HelpProblem(file, p.Line, p.Column, false, p.Message)));
            runbooks.Add(reading.Runbook);
            scripts[reading.Runbook.Name + ".ps1"] = RunbookScriptWriter.Write(reading.Runbook, RunbookScriptWriter.BuiltManifest);
            topics[RunbookTopicWriter.Topic(reading.Runbook.Name) + ".help.txt"] = RunbookTopicWriter.Write(reading.Runbook);
        }

        return new RunbookBuild { Scripts = scripts, Topics = topics, Index = RunbookIndex.Update(index, runbooks, "../runbooks"), Problems = problems };
    }
}
