using System.Collections.Concurrent;

namespace K8sOps.Runbooks;

/// <summary>
/// Runbooks by their names: those of some folders and files, in which an earlier one hides a later one of the same name, so that
/// somebody's own <c>flux.md</c> stands before ours. A file that has not changed is read once in a process.
/// </summary>
public sealed class RunbookLibrary
{
    /// <summary>What is longer than this is no runbook.</summary>
    private const long Longest = 8 * 1024 * 1024;

    private static readonly ConcurrentDictionary<string, (DateTime Written, long Length, RunbookReading Reading)> s_read = new(StringComparer.Ordinal);

    /// <summary>Files that stand in such folders and are about the folder.</summary>
    private static readonly string[] s_others = ["README", "index", "CONTRIBUTING", "CHANGELOG"];

    private readonly IReadOnlyList<string> _places;

    /// <summary>Opens a library.</summary>
    /// <param name="places">Folders, and files; what hides stands first.</param>
    public RunbookLibrary(IReadOnlyList<string> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        _places = [.. places.Select(Path.GetFullPath)];
    }

    /// <summary>The files, by the names of their runbooks, in the order of the names.</summary>
    /// <exception cref="OperationException">A folder or file is not there or cannot be read (<c>FileNotFound</c>).</exception>
    public IReadOnlyDictionary<string, string> Files()
    {
        var files = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in _places.SelectMany(In)) files.TryAdd(Path.GetFileNameWithoutExtension(file), file);
        return files;
    }

    /// <summary>Every runbook, by name.</summary>
    /// <exception cref="OperationException">As <see cref="Files"/>.</exception>
    public IReadOnlyList<RunbookReading> All() => [.. Files().Select(f => Read(f.Key, f.Value))];

    /// <summary>One by its name.</summary>
    /// <exception cref="OperationException">There is none (<c>NotFound</c>), or as <see cref="Files"/>.</exception>
    public RunbookReading Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var files = Files();
        return files.TryGetValue(name, out var file) ? Read(Path.GetFileNameWithoutExtension(file), file) : throw NotFound(name, files.Keys);
    }

    /// <summary>Those that some patterns match, each once, by name; all for no pattern. A literal name without a runbook is added to the missing ones.</summary>
    /// <exception cref="OperationException">As <see cref="Files"/>.</exception>
    public IReadOnlyList<RunbookReading> Find(IReadOnlyList<NamePattern> names, ICollection<OperationException> missing)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(missing);
        var files = Files();
        foreach (var name in names.Where(n => n.IsLiteral && !files.Keys.Any(n.IsMatch))) missing.Add(NotFound(name.Literal!, files.Keys));
        return [.. files.Where(f => names.Count == 0 || names.Any(n => n.IsMatch(f.Key))).Select(f => Read(f.Key, f.Value))];
    }

    private static OperationException NotFound(string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        return new("NotFound", OperationCategory.ObjectNotFound, name, $"There is no runbook '{name}'. {(names.Count == 0 ? "There are none at all." : $"There are: {string.Join(", ", names)}.")}", "Get-Runbook");
    }

    private static IEnumerable<string> In(string place)
    {
        if (File.Exists(place)) return [place];
        try
        {
            return [.. Directory.EnumerateFiles(place, "*.md").Where(f => !s_others.Contains(Path.GetFileNameWithoutExtension(f), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException e)
        {
            throw new OperationException("FileNotFound", OperationCategory.ObjectNotFound, place, $"There is no folder or file {place} to look for runbooks in.", null, e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Unreadable(place, e);
        }
    }

    private static RunbookReading Read(string name, string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (info.Length > Longest) throw new OperationException("NotARunbook", OperationCategory.InvalidData, file, $"{file} has {info.Length / 1024 / 1024} MiB: that is no runbook.");
            if (s_read.TryGetValue(file, out var known) && known.Written == info.LastWriteTimeUtc && known.Length == info.Length && known.Reading.Runbook.Name == name) return known.Reading;
            var reading = RunbookReader.Read(name, file, File.ReadAllText(file));
            s_read[file] = (info.LastWriteTimeUtc, info.Length, reading);
            return reading;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Unreadable(file, e);
        }
    }

    private static OperationException Unreadable(string path, Exception e) => new("FileNotFound", OperationCategory.ObjectNotFound, path, $"{path} cannot be read: {e.Message}", null, e);
}
