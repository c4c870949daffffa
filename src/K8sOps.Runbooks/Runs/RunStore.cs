using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace K8sOps.Runbooks.Runs;

/// <summary>The folder of all runs: each has a folder of its own, with its journal, a copy of its runbook and a lock.</summary>
public sealed class RunStore
{
    internal const string JournalName = "journal.jsonl";

    /// <summary>The copy of the one runbook in folders of before there were several.</summary>
    internal const string RunbookName = "runbook.md";

    private const string Unborn = ".new-";

    private readonly Func<string, FileStream> _append;

    /// <summary>A store in that folder, which need not exist yet.</summary>
    public RunStore(string root)
        : this(root, static path => Files.Open(path, FileMode.Open, FileAccess.Write, FileShare.Read))
    {
    }

    /// <summary>A store whose journals are written through other streams, such as one that fails.</summary>
    internal RunStore(string root, Func<string, FileStream> append)
    {
        Root = Path.GetFullPath(root);
        _append = append;
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <summary><c>$K8SOPS_HOME/runs</c>, else a folder in the platform's place for what programs keep.</summary>
    public static string DefaultRoot()
    {
        if (Environment.GetEnvironmentVariable("K8SOPS_HOME") is { Length: > 0 } home) return Path.GetFullPath(Path.Combine(home, "runs"));
        return Path.Combine(StateFolder(), "k8sops", "runs");
    }

    /// <summary>A new id: when, which runbook, and four digits that tell it from others of the same second.</summary>
    public string NewId(string? runbook, TimeProvider clock)
    {
        var stamp = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var name = new string([.. (runbook ?? "steps").Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')]);
        while (true)
        {
            var id = $"{stamp}-{name}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";
            if (!Directory.Exists(FolderOf(id))) return id;
        }
    }

    /// <summary>The ids of all runs, the newest by name first.</summary>
    public IReadOnlyList<string> List()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(Root).Where(d => File.Exists(Path.Combine(d, JournalName))).Select(d => Path.GetFileName(d)!)
                .Where(n => !n.StartsWith(Unborn, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperationException("FileNotFound", OperationCategory.ObjectNotFound, Root, $"Cannot read the folder of the runs: {e.Message}", null, e);
        }
    }

    /// <summary>Begins a run: its folder, the copies of its runbooks, and the first line, which are there together or not at all.</summary>
    /// <exception cref="OperationException"><c>JournalFailed</c>: the folder cannot be written.</exception>
    public RunJournal Create(RunStarted start, IReadOnlyList<Runbook>? runbooks, TimeProvider clock)
    {
        var folder = FolderOf(start.Run);
        var unborn = Path.Combine(Root, Unborn + start.Run);
        var made = unborn;
        try
        {
            Files.CreateFolder(Root);
            Files.CreateFolder(unborn);
            start = start with { RunbookHash = null, Copies = Copy(runbooks ?? [], unborn) };
            var secrets = RunSecrets.Of(start);
            var (line, head) = JournalLine.Write(RunJournal.Stamped(RunSecrets.Redact(start), clock), JournalLine.Origin, JournalLine.Options(secrets));
            Files.Write(Path.Combine(unborn, JournalName), [.. line, (byte)'\n']);
            Files.Write(Path.Combine(unborn, RunLock.FileName), []);
            Directory.Move(unborn, folder);
            made = folder;
            var held = RunLock.TryTake(folder) ?? throw Busy(start.Run);
            return Writing(start.Run, held, clock, [JournalLine.Read(line)], head, cut: null, secrets);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Remove(made);
            throw new OperationException("JournalFailed", OperationCategory.WriteError, start.Run,
                $"Cannot begin a journal in {Root}: {e.Message} Without one nothing is run.", "Make the folder writable, or name another: $env:K8SOPS_HOME = …", e);
        }
    }

    /// <summary>Opens a run's journal to write on, after its chain was proven. A cut last line is taken away.</summary>
    /// <exception cref="OperationException"><c>NotFound</c>, <c>RunBusy</c>, <c>JournalTampered</c>, <c>JournalUnreadable</c> or <c>JournalFailed</c>.</exception>
    public RunJournal Reopen(string id, TimeProvider clock)
    {
        var folder = Existing(id);
        FileStream? held = null;
        try
        {
            held = RunLock.TryTake(folder) ?? throw Busy(id);
            var content = JournalReader.Read(id, folder, isRunning: false);
            var journal = Writing(id, held, clock, content.Record.Events, content.Record.Head, content.Record.Cut, RunSecrets.None, content.Length);
            held = null;
            return journal;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperationException("JournalFailed", OperationCategory.WriteError, id, $"Cannot open the journal of {id} in {folder}: {e.Message}", null, e);
        }
        finally
        {
            held?.Dispose();
        }
    }

    /// <summary>Reads a run, and proves the chain of its journal.</summary>
    /// <exception cref="OperationException"><c>NotFound</c>, <c>JournalTampered</c> or <c>JournalUnreadable</c>.</exception>
    public RunRecord Read(string id)
    {
        var folder = Existing(id);
        // Looked at before the reading: a run that ends meanwhile shows as one that runs, never as one that was cut.
        var isRunning = RunLock.IsHeld(folder);
        return JournalReader.Read(id, folder, isRunning).Record;
    }

    /// <summary>The error of a run that is not there.</summary>
    public static OperationException NotFound(string id, string root)
        => new("NotFound", OperationCategory.ObjectNotFound, id, $"There is no run '{id}' in {root}.", "Get-RunbookRun");

    internal static string Hash(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(SHA256.HashData(text));

    internal static string CopyName(RunbookCopy copy) => copy.Name + ".md";

    private static List<RunbookCopy> Copy(IReadOnlyList<Runbook> runbooks, string folder)
    {
        var copies = new List<RunbookCopy>();
        foreach (var runbook in runbooks)
        {
            var text = Encoding.UTF8.GetBytes(runbook.Text.ReplaceLineEndings("\n"));
            var name = runbook.Name;
            for (var n = 2; copies.Exists(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)); n++) name = string.Create(CultureInfo.InvariantCulture, $"{runbook.Name}~{n}");
            copies.Add(new RunbookCopy(name, Hash(text)));
            Files.Write(Path.Combine(folder, CopyName(copies[^1])), text);
        }

        return copies;
    }

    private static string StateFolder()
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()) return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        // The specification wants an absolute path, and has others ignored.
        if (Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathRooted(state)) return state;
        return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
    }

    private RunJournal Writing(string id, FileStream held, TimeProvider clock, IReadOnlyList<RunEvent> events, string head, string? cut, RunSecrets secrets, long? length = null)
    {
        FileStream? file = null;
        try
        {
            file = _append(Path.Combine(FolderOf(id), JournalName));
            if (length is { } end && end != file.Length)
            {
                file.SetLength(end);
                file.Flush(flushToDisk: true);
            }

            file.Seek(0, SeekOrigin.End);
            var journal = new RunJournal(id, FolderOf(id), file, held, clock, events, head, cut, secrets);
            file = null;
            return journal;
        }
        catch
        {
            held.Dispose();
            throw;
        }
        finally
        {
            file?.Dispose();
        }
    }

    private string FolderOf(string id)
    {
        if (id.Length == 0 || id[0] == '.' || id.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
        {
            throw new OperationException("NotFound", OperationCategory.ObjectNotFound, id, $"'{id}' is no id of a run.", "Get-RunbookRun");
        }

        return Path.Combine(Root, id);
    }

    private string Existing(string id)
    {
        var folder = FolderOf(id);
        return File.Exists(Path.Combine(folder, JournalName))
            ? folder
            : throw NotFound(id, Root);
    }

    private static OperationException Busy(string id)
        => new("RunBusy", OperationCategory.ResourceBusy, id, $"The run {id} is being run by another process, or in another session of this one.", $"Get-RunbookRun -Run {id} | Format-List");

    /// <summary>Takes away what was made of a run of which nothing has happened yet.</summary>
    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is left tells of a run without a step, which is true; the error that is on its way says what is wrong with the disk.
            return;
        }
    }
}
