namespace K8sOps.Sandbox.Containers;

/// <summary>
/// The log of a container whose work a simulator does: the lines of its start, then what the simulator tells. What a node would have
/// forgotten is forgotten, so that a run which tells much costs no more than one that tells little.
/// </summary>
/// <param name="opening">The lines of its start; no others.</param>
internal sealed class ToldLog(TypicalLog opening) : ContainerLog
{
    private readonly List<LogLine> _lines = [];
    private long _first; // the number of the first line that is held, told lines alone counted
    private long? _opening;

    /// <summary>
    /// Writes a line. A simulator that composes a past may write at earlier times, in any order, as long as nobody has begun to read; what
    /// lies before this run's start was not written by it.
    /// </summary>
    public void Write(DateTimeOffset time, string text)
    {
        if (End is not null || (Opening > 0 && time < opening.Line(Opening - 1).Time)) return;
        var at = _lines.Count;
        while (at > 0 && _lines[at - 1].Time > time) at--;
        _lines.Insert(at, new LogLine(time, text));
        if (_lines.Count > Kept + (Kept / 4))
        {
            _first += _lines.Count - Kept;
            _lines.RemoveRange(0, _lines.Count - Kept);
        }

        Tell();
    }

    /// <inheritdoc/>
    public override long FirstHeld => _first > 0 ? Opening + _first : 0;

    private long Opening => _opening ??= opening.CountAt(DateTimeOffset.MaxValue);

    /// <inheritdoc/>
    public override long CountAt(DateTimeOffset time)
    {
        if (End is { } end && time > end) time = end;
        var begun = opening.CountAt(time);
        if (begun < Opening) return begun;
        var told = _lines.Count;
        while (told > 0 && _lines[told - 1].Time > time) told--;
        return begun + _first + told;
    }

    /// <inheritdoc/>
    public override LogLine Line(long number)
    {
        if (number < Opening) return opening.Line(number);
        var at = (int)Math.Max(0, number - Opening - _first);
        return at < _lines.Count ? _lines[at] : throw new ArgumentOutOfRangeException(nameof(number), number, "No such line has been written.");
    }

    /// <inheritdoc/>
    public override DateTimeOffset? WrittenAt(long number)
    {
        if (number < Opening) return End is { } end && opening.WrittenAt(number) > end ? null : opening.WrittenAt(number);
        return number - Opening - _first < _lines.Count ? Line(number).Time : null;
    }
}
