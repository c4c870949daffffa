namespace K8sOps.Sandbox.Containers;

/// <summary>One reader's way through a log. Used under the world's lock.</summary>
internal sealed class LogReading
{
    private readonly ContainerLog _log;
    private readonly LogSelection _wanted;
    private readonly DateTimeOffset? _from;
    private long _next;
    private long _bytesLeft;

    public LogReading(ContainerLog log, LogSelection wanted, DateTimeOffset now)
    {
        _log = log;
        _wanted = wanted;
        _from = wanted.From(now);
        _bytesLeft = wanted.LimitBytes ?? long.MaxValue;
        _next = log.FirstKeptAt(now);
        if (wanted.TailLines is { } tail) _next = Math.Max(_next, log.CountAt(now) - tail);
    }

    /// <summary>True when nothing more will come.</summary>
    public bool IsOver(DateTimeOffset now) => _bytesLeft <= 0 || (_next >= _log.CountAt(now) && (!_wanted.Follow || NextAt is null));

    /// <summary>When the next line is due: at no known time while the run goes on without writing; null when there will be none.</summary>
    public DateTimeOffset? NextAt => _log.WrittenAt(_next) ?? (_log.End is null ? DateTimeOffset.MaxValue : null);

    /// <summary>What has been written and not been read yet, about 64 KB at most; empty when there is nothing.</summary>
    public byte[] Read(DateTimeOffset now)
    {
        using var piece = new MemoryStream();
        var count = _log.CountAt(now);
        _next = Math.Max(_next, _log.FirstHeld);
        while (_next < count && _bytesLeft > 0 && piece.Length < 64 * 1024)
        {
            var line = _log.Line(_next++);
            if (line.Time < _from) continue;
            var bytes = line.ToBytes(_wanted.Timestamps);
            var length = (int)Math.Min(bytes.Length, _bytesLeft);
            piece.Write(bytes, 0, length);
            _bytesLeft -= length;
        }

        return piece.ToArray();
    }
}
