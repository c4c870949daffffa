namespace K8sOps.Kubernetes.Reading;

/// <summary>
/// What was read of a log near its end, so that it can be taken up again: the server counts in whole seconds, and hands out the lines
/// of the last ones again.
/// </summary>
internal sealed class LogMemory
{
    // The two outputs of a container are written side by side, and their times may be out of order by a little.
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(1);

    private readonly Dictionary<(long Ticks, int Text), int> _seen = [];
    private readonly Queue<(long Ticks, int Text)> _order = new();
    private Dictionary<(long Ticks, int Text), int>? _again;

    /// <summary>The time to ask from; null when nothing was read.</summary>
    public DateTimeOffset? Since { get; private set; }

    /// <summary>From now on lines come again that were read before.</summary>
    public void TakeUp() => _again = new(_seen);

    /// <summary>Whether a line is new, and remembers it.</summary>
    public bool IsNew(KubeLogLine line)
    {
        if (line.Time is not { } time) return true;
        var key = (time.UtcTicks, line.Text.GetHashCode(StringComparison.Ordinal));
        if (_again is not null && _again.TryGetValue(key, out var count))
        {
            if (count == 1) _again.Remove(key);
            else _again[key] = count - 1;
            return false;
        }

        _seen[key] = _seen.GetValueOrDefault(key) + 1;
        _order.Enqueue(key);
        var since = new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero) - s_overlap;
        if (Since is null || since > Since) Since = since;
        while (_order.TryPeek(out var old) && old.Ticks < Since.Value.UtcTicks) Forget(_order.Dequeue());
        return true;
    }

    private void Forget((long Ticks, int Text) key)
    {
        if (_seen[key] == 1) _seen.Remove(key);
        else _seen[key]--;
    }
}
