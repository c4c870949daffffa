namespace K8sOps.Operations.Tests.Support;

/// <summary>A clock that stands still. Short waits (a pause before a request is tried again) are over at once, long ones (time-outs) never end.</summary>
internal sealed class HeldClock(DateTimeOffset now) : TimeProvider
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(20);

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => System.CreateTimer(callback, state, dueTime < s_shortest && dueTime >= TimeSpan.Zero ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
