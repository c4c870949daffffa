namespace K8sOps.Kubernetes.Tests;

/// <summary>A clock that goes on by itself when a short wait begins, and otherwise only when it is told to.</summary>
internal sealed class TestClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);

    /// <summary>Waits up to this long are over at once.</summary>
    public TimeSpan InstantUpTo { get; init; } = TimeSpan.FromSeconds(20);

    public List<TimeSpan> Waits { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        List<Timer> due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(t => t.Due <= _now)];
            foreach (var timer in due) _timers.Remove(timer);
        }

        foreach (var timer in due) timer.Fire();
    }

    /// <summary>Waits (in real time, briefly) until someone waits on this clock.</summary>
    public async Task SomeoneWaitsAsync()
    {
        for (var i = 0; i < 500; i++)
        {
            lock (_lock)
            {
                if (_timers.Count > 0) return;
            }

            await Task.Delay(2);
        }

        throw new TimeoutException("nobody waits on the clock");
    }

    private sealed class Timer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isInstant = false;
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                isInstant = dueTime <= clock.InstantUpTo;
                if (isInstant)
                {
                    clock.Waits.Add(dueTime);
                    clock._now += dueTime;
                }
                else
                {
                    Due = clock._now + dueTime;
                    clock._timers.Add(this);
                }
            }

            if (isInstant) ThreadPool.QueueUserWorkItem(_ => callback(state));
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
