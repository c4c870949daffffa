namespace K8sOps.Operations.Tests.Support;

/// <summary>A clock that goes on only by being waited on: a wait of up to a minute is over at once and moves the time, a longer one is a time-out and comes due when the time gets there.</summary>
internal sealed class SteppingClock(DateTimeOffset start) : TimeProvider
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly List<(DateTimeOffset Due, ITimer Timer)> _timeouts = [];
    private DateTimeOffset _now = start;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            var timer = System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (dueTime < TimeSpan.Zero) return timer;
            if (dueTime > s_longestWait)
            {
                _timeouts.Add((_now + dueTime, timer));
                return timer;
            }

            _now += dueTime;
            foreach (var (due, waiting) in _timeouts.ToArray())
            {
                if (due > _now) continue;
                _timeouts.Remove((due, waiting));
                waiting.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }

            // A time-out that came due is heard before the wait that brought it about ends.
            timer.Change(TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            return timer;
        }
    }
}
