namespace K8sOps.Kubernetes.Tests;

/// <summary>A clock on which time runs so many times as fast, so that time-outs and pauses of minutes are seen to end in seconds.</summary>
internal sealed class HastyClock(int speed) : TimeProvider
{
    private readonly long _start = System.GetTimestamp();
    private readonly DateTimeOffset _startedAt = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);
    private long _jumped;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Sets the time of day, as an operator or NTP does; what is measured (timers, timestamps) goes on evenly.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);

    public override long GetTimestamp() => System.GetElapsedTime(_start).Ticks * speed;

    public override DateTimeOffset GetUtcNow() => _startedAt.AddTicks(GetTimestamp() + Interlocked.Read(ref _jumped));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => new Timer(this, System.CreateTimer(callback, state, Real(dueTime), Real(period)));

    private TimeSpan Real(TimeSpan time) => time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds / speed));

    private sealed class Timer(HastyClock clock, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(clock.Real(dueTime), clock.Real(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
