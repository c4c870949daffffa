namespace K8sOps.Sandbox;

/// <summary>A timer of a caller on a world's clock.</summary>
internal sealed class WorldTimer(WorldClock clock, TimerCallback callback, object? state) : ITimer
{
    /// <summary>World time at which it fires; null while it is off.</summary>
    public DateTimeOffset? Due { get; set; }

    /// <summary>Breaks ties between timers that are due at the same time: first come, first served.</summary>
    public long Order { get; set; }

    /// <summary>How long it was set for: a short wait is a poll, a long one mostly a time-out that something else will come before.</summary>
    public TimeSpan Delay { get; set; }

    public TimeSpan Period { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// True for the timer of a <see cref="CancellationTokenSource"/>: nobody waits for it to come, and whoever sets it is about to do what
    /// it bounds.
    /// </summary>
    public bool IsTimeOut { get; } = state is CancellationTokenSource;

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) => clock.Change(this, dueTime, period);

    public void Fire() => ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Run(), this, preferLocal: false);

    public void Dispose() => clock.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Run()
    {
        if (!IsDisposed) callback(state);
        clock.CallbackDone();
    }
}
