namespace K8sOps.Kubernetes.Tests;

/// <summary>A clock whose timers fire only when it is said so, also those that have been disposed meanwhile, as a busy machine's do.</summary>
internal sealed class LateClock : TimeProvider
{
    private readonly List<(TimerCallback Callback, object? State)> _set = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_set) _set.Add((callback, state));
        return new Timer();
    }

    /// <summary>Fires every timer that there ever was; returns how many.</summary>
    public int FireAll()
    {
        foreach (var (callback, state) in _set) callback(state);
        return _set.Count;
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
