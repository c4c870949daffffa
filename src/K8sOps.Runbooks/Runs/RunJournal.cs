using System.Text;
using System.Text.Json;

namespace K8sOps.Runbooks.Runs;

/// <summary>
/// Writes one run's journal, and holds the run's lock meanwhile. An event is on disk before <see cref="Append"/> returns; after an error
/// of the disk nothing more is claimed. Thread-safe.
/// </summary>
public sealed class RunJournal : IDisposable
{
    /// <summary>What is kept of a step's output, and of the objects of one verification, in UTF-8.</summary>
    public const int OutputLimit = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly List<RunEvent> _events;
    private readonly Dictionary<string, int> _output = new(StringComparer.Ordinal);
    private readonly FileStream _file;
    private readonly RunSecrets _secrets;
    private readonly JsonSerializerOptions _options;
    private readonly IDisposable _lock;
    private int _changes;
    private OperationException? _failure;
    private bool _disposed;

    internal RunJournal(string run, string folder, FileStream file, IDisposable runLock, TimeProvider clock, IEnumerable<RunEvent> events, string head, string? cut, RunSecrets secrets)
    {
        Run = run;
        Folder = folder;
        Clock = clock;
        Head = head;
        Cut = cut;
        _file = file;
        _secrets = secrets;
        _options = JournalLine.Options(secrets);
        _lock = runLock;
        _events = [.. events];
        _changes = _events.OfType<ChangeAnnounced>().Select(c => c.Number).DefaultIfEmpty().Max();
    }

    /// <summary>The run's id.</summary>
    public string Run { get; }

    /// <summary>The run's folder.</summary>
    public string Folder { get; }

    /// <summary>The cluster's clock, by which the events are dated.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The hash of the last line.</summary>
    public string Head { get; private set; }

    /// <summary>What was said of a cut last line when the journal was opened again; null where there was none.</summary>
    public string? Cut { get; }

    /// <summary>All events so far, as they were written.</summary>
    public IReadOnlyList<RunEvent> Events
    {
        get
        {
            lock (_gate) return [.. _events];
        }
    }

    /// <summary>The number for the next change of this run.</summary>
    public int NextChange() => Interlocked.Increment(ref _changes);

    /// <summary>Writes an event, and returns when it is on disk. Sets its time, and takes out what is secret or too long.</summary>
    /// <returns>The event as it was written; null for output beyond what is kept.</returns>
    /// <exception cref="OperationException"><c>JournalFailed</c>: it could not be written. What it tells must not be done.</exception>
    public RunEvent? Append(RunEvent e)
    {
        lock (_gate)
        {
            // Work that was left behind may still come with a change; unannounced it must not be sent.
            if (_disposed) throw new OperationException("JournalFailed", OperationCategory.WriteError, Run, $"Cannot write the journal of {Run}: the run is over.");
            if (_failure is not null) throw Failed(_failure.Message, _failure);
            if (Fitted(e) is not { } fitting) return null;
            var written = Stamped(fitting, Clock);
            var (line, hash) = JournalLine.Write(written, Head, _options);
            WriteLine(line);
            Head = hash;
            // As a reader would have it: what was taken out is not in here either.
            written = JournalLine.Read(line);
            _events.Add(written);
            return written;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _file.Dispose();
            _lock.Dispose();
        }
    }

    /// <summary>The event with what the journal knows itself.</summary>
    internal static RunEvent Stamped(RunEvent e, TimeProvider clock)
    {
        var at = e.At == default ? clock.GetUtcNow() : e.At;
        return e switch
        {
            RunStarted s => s with { At = at, Process = Environment.ProcessId, HostTime = TimeProvider.System.GetUtcNow() },
            RunResumed r => r with { At = at, Process = Environment.ProcessId, HostTime = TimeProvider.System.GetUtcNow() },
            _ => e with { At = at },
        };
    }

    private RunEvent? Fitted(RunEvent e)
    {
        switch (e)
        {
            case StepStarted s:
                _output.Remove(s.Key);
                return e;
            case OutputWritten o:
                // Secrets first: half of one, cut in the middle, would not be recognised.
                return FittedOutput(o with { Text = _secrets.Hide(o.Text) });
            case VerificationMade v:
                return v with { Objects = FittedObjects(v.Objects) };
            case ChangeAnnounced c:
                return c with { Change = JournalRedaction.Of(c.Change) };
            case ChangeEnded c when _events.OfType<ChangeAnnounced>().LastOrDefault(a => a.Number == c.Number) is { } announced:
                return c with { After = JournalRedaction.Fields(announced.Change.Kind, c.After) };
            default:
                return e;
        }
    }

    private OutputWritten? FittedOutput(OutputWritten output)
    {
        var used = _output.GetValueOrDefault(output.Key);
        if (used > OutputLimit) return null;
        var size = Encoding.UTF8.GetByteCount(output.Text);
        _output[output.Key] = used + size;
        return used + size <= OutputLimit ? output : output with { Text = Cutting(output.Text, OutputLimit - used), IsCut = true };
    }

    private static List<string> FittedObjects(IReadOnlyList<string> objects)
    {
        var kept = new List<string>();
        var left = OutputLimit;
        foreach (var line in objects)
        {
            var size = Encoding.UTF8.GetByteCount(line) + 1;
            if (size > left)
            {
                kept.Add($"… and {objects.Count - kept.Count} more");
                break;
            }

            kept.Add(line);
            left -= size;
        }

        return kept;
    }

    private static string Cutting(string text, int bytes)
    {
        var encoder = Encoding.UTF8.GetEncoder();
        encoder.Convert(text, new byte[bytes], flush: false, out var chars, out _, out _);
        if (chars > 0 && char.IsHighSurrogate(text[chars - 1])) chars--;
        return text[..chars];
    }

    private void WriteLine(byte[] line)
    {
        var before = _file.Length;
        try
        {
            _file.Write([.. line, (byte)'\n']);
            _file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failure = Failed(e.Message, e);
            TakeBack(before);
            throw _failure;
        }
    }

    /// <summary>Half a line is taken away again where the disk lets us; where not, a reader drops it as a cut.</summary>
    private void TakeBack(long length)
    {
        try
        {
            _file.SetLength(length);
            _file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failure = Failed($"{_failure!.Message} What was written of the line could not be taken back either.", e);
        }
    }

    private OperationException Failed(string reason, Exception inner)
        => reason.StartsWith("Cannot write", StringComparison.Ordinal)
            ? new OperationException("JournalFailed", OperationCategory.WriteError, Run, reason, Remedy, inner)
            : new OperationException("JournalFailed", OperationCategory.WriteError, Run, $"Cannot write the journal of {Run} in {Folder}: {reason}", Remedy, inner);

    private string Remedy => $"Make room on the disk, then: Resume-RunbookRun -Run {Run}";
}
