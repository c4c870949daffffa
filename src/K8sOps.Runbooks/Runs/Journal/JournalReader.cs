using System.Text;
using System.Text.Json;

namespace K8sOps.Runbooks.Runs;

/// <summary>Reads a journal and proves it: each line by its own hash and by the one before it.</summary>
internal static class JournalReader
{
    /// <summary>The run, and how long the proven part of the file is.</summary>
    public static (RunRecord Record, long Length) Read(string id, string folder, bool isRunning)
    {
        var bytes = Bytes(Path.Combine(folder, RunStore.JournalName), id);
        var (lines, head, at) = Prove(bytes, id);
        // Read only after all of it was proven.
        var events = lines.Select((line, i) => Event(bytes.AsSpan(line), id, i + 1)).ToList();
        if (events.FirstOrDefault() is not RunStarted start) throw Tampered(id, "its journal does not begin with the run's start");
        if (start.Run != id) throw Tampered(id, $"its journal is that of the run {start.Run}");
        var record = new RunRecord
        {
            Run = id,
            Folder = folder,
            Events = events,
            Head = head,
            IsRunning = isRunning,
            // While somebody writes, a line without its end is one that is just being written.
            Cut = at == bytes.Length || isRunning ? null : $"The journal's last line was cut after {bytes.Length - at} bytes, and is left out.",
            RunbookTexts = Runbooks(folder, start),
        };
        return (record, at);
    }

    /// <summary>The lines, the hash of the last, and where they end; what is not as it was written is an error.</summary>
    internal static (List<Range> Lines, string Head, int End) Prove(byte[] bytes, string id)
    {
        var lines = new List<Range>();
        var head = JournalLine.Origin;
        var at = 0;
        while (at < bytes.Length && bytes.AsSpan(at).IndexOf((byte)'\n') is var length && length >= 0)
        {
            var line = bytes.AsSpan(at, length);
            if (JournalLine.Prove(line) is not { } proof) throw Tampered(id, $"line {lines.Count + 1} of its journal is not what was written");
            if (proof.Previous != head) throw Tampered(id, $"line {lines.Count + 1} of its journal does not follow the line before it");
            lines.Add(at..(at + length));
            head = proof.Hash;
            at += length + 1;
        }

        var tail = bytes.AsSpan(at);
        if (JournalLine.HoldsWholeLine(tail)) throw Tampered(id, $"line {lines.Count + 1} of its journal goes on after its end");
        return (lines, head, at);
    }

    private static RunEvent Event(ReadOnlySpan<byte> line, string id, int number)
    {
        try
        {
            return JournalLine.Read(line);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new OperationException("JournalUnreadable", OperationCategory.InvalidData, id,
                $"Line {number} of the journal of {id} is genuine, and this version of the module does not know it: {e.Message}", "Read it with the version that wrote it; its first line names it.", e);
        }
    }

    private static Dictionary<string, string> Runbooks(string folder, RunStarted start)
    {
        if (start.RunbookHash is { } hash) return new(StringComparer.OrdinalIgnoreCase) { [start.Runbook ?? ""] = Runbook(folder, RunStore.RunbookName, hash, start.Run) };
        return start.Copies.ToDictionary(c => c.Name, c => Runbook(folder, RunStore.CopyName(c), c.Hash, start.Run), StringComparer.OrdinalIgnoreCase);
    }

    private static string Runbook(string folder, string name, string hash, string run)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path)) throw Tampered(run, $"the copy of its runbook, {name}, is gone");
        var bytes = Bytes(path, run);
        return RunStore.Hash(bytes) == hash ? Encoding.UTF8.GetString(bytes) : throw Tampered(run, $"the copy of its runbook, {name}, is not the one that was run");
    }

    private static byte[] Bytes(string path, string id)
    {
        try
        {
            // Also while somebody writes: a reader never stands in a run's way.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            file.CopyTo(copy);
            return copy.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperationException("FileNotFound", OperationCategory.ObjectNotFound, id, $"Cannot read {path}: {e.Message}", null, e);
        }
    }

    private static OperationException Tampered(string id, string what)
        => new("JournalTampered", OperationCategory.SecurityError, id, $"The record of the run {id} was changed after it was written: {what}.", "Compare it with a copy; nothing of it is to be trusted.");
}
