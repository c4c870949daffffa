using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace K8sOps.Kubernetes.Reading;

/// <summary>Takes a log apart into lines, wherever its pieces end; what stands behind the last line end is kept apart.</summary>
internal sealed class LogReader : IAsyncDisposable
{
    /// <summary>A line that is longer comes in parts of this length, so that a program that never ends a line fills no memory.</summary>
    public const int LongestLine = 1 << 20;

    private readonly PipeReader _reader;
    private DateTimeOffset? _time;
    private bool _isContinued;

    // How much of what is there was searched for a line's end, in vain.
    private long _searched;

    public LogReader(Stream body) => _reader = PipeReader.Create(body, new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>What the log ended with, when it did not end with a line's end; null when it did.</summary>
    public KubeLogLine? Rest { get; private set; }

    /// <summary>The next line; null at the end.</summary>
    public async ValueTask<KubeLogLine?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.Slice(_searched).PositionOf((byte)'\n') is { } end)
            {
                var line = Line(buffer.Slice(0, end));
                _isContinued = false;
                _searched = 0;
                _reader.AdvanceTo(buffer.GetPosition(1, end));
                return line;
            }

            if (buffer.Length >= LongestLine)
            {
                var part = buffer.Slice(0, CharacterBorder(buffer));
                var line = Line(part);
                _isContinued = true;
                _searched = 0;
                _reader.AdvanceTo(part.End);
                return line;
            }

            if (!result.IsCompleted)
            {
                _searched = buffer.Length;
                _reader.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }

            if (!buffer.IsEmpty) Rest = Line(buffer);
            _reader.AdvanceTo(buffer.End);
            return null;
        }
    }

    public ValueTask DisposeAsync() => _reader.CompleteAsync();

    private static SequencePosition CharacterBorder(ReadOnlySequence<byte> buffer)
    {
        var tail = buffer.Slice(LongestLine - 4, 4).ToArray();
        var back = 0;
        // Not within a character: its further bytes are 10xxxxxx.
        while (back < 3 && (tail[3 - back] & 0xC0) == 0x80) back++;
        return buffer.GetPosition(LongestLine - (tail[3 - back] >= 0xC0 ? back + 1 : 0));
    }

    private KubeLogLine Line(ReadOnlySequence<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (text.EndsWith('\r')) text = text[..^1];
        if (_isContinued) return new(_time, text);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (KubeTime.TryParse(space < 0 ? text : text[..space], out var time))
        {
            _time = time;
            return new(time, space < 0 ? "" : text[(space + 1)..]);
        }

        _time = null;
        return new(null, text);
    }
}
