using System.Diagnostics;

namespace K8sOps.Sandbox;

/// <summary>
/// The time of a world (UTC). Callers wait on it as on any <see cref="TimeProvider"/>; the world's own actions are kept apart, in
/// <see cref="Schedule"/>: nobody waits for those, so they never make the clock jump, but they run, in order and at their time, when it goes past.
/// Everything but reading the time is done under the world's lock.
/// </summary>
/// <remarks>
/// In <see cref="SandboxTime.Jumping"/> the clock goes on by one thing due at a time, and only once callers have come to rest: no
/// request is being handled, every reader of a watch has come back for more, and whoever was just given something (a timer, an answer)
/// has done something in turn or has let <see cref="Reaction"/> of real time pass. To a time-out it jumps last: only when nothing has
/// stirred for that long, since what it bounds may be about to end well.
/// </remarks>
public sealed partial class WorldClock : TimeProvider, IDisposable
{
    // Long enough for a first call that is still being compiled, on a machine that has much else to do.
    private static readonly TimeSpan Reaction = TimeSpan.FromMilliseconds(300);

    /// <summary>A time-out that fires although its work would have been done in time is the worst of all jumps: a busy machine gets longer for it.</summary>
    private static readonly TimeSpan TimeOutRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortRest = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongRest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(20);

    private readonly Lock _gate;
    private readonly SandboxTime _mode;
    private readonly double _speed;
    private readonly Timer _wake;
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Order)> _actions = new();
    private readonly SortedSet<WorldTimer> _timers = new(Comparer<WorldTimer>.Create(static (a, b) =>
        a.Due!.Value != b.Due!.Value ? a.Due.Value.CompareTo(b.Due.Value) : a.Order.CompareTo(b.Order)));
    private readonly HashSet<ClockActivity> _activities = [];
    private DateTimeOffset _origin;
    private long _real = Stopwatch.GetTimestamp();
    private long _jumped;
    private long _backwards;
    private long _order;
    private long _touched;
    private int _owed;
    private bool _running;
    private bool _disposed;

    internal WorldClock(Lock gate, DateTimeOffset start, SandboxTime mode, double speed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        _gate = gate;
        _mode = mode;
        _speed = mode == SandboxTime.RealTime ? speed : 1;
        _origin = start;
        _wake = new Timer(static clock => ((WorldClock)clock!).Tick(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>How this clock moves.</summary>
    public SandboxTime Mode => _mode;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>While the past is replayed: the time that it has got to; null once the world runs.</summary>
    internal DateTimeOffset? Replay { get; set; }

    /// <summary>Runs after each of the world's own actions: tells the controllers what it changed.</summary>
    internal Action? AfterAction { get; set; }

    /// <summary>The time of the action that is being run, which may have fallen due a little before now.</summary>
    internal DateTimeOffset? ActionTime { get; private set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Replay ?? _origin + TimeSpan.FromTicks(Interlocked.Read(ref _jumped)) + Flowed();

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks + Interlocked.Read(ref _backwards);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new WorldTimer(this, callback, state);
        Change(timer, dueTime, period);
        return timer;
    }

    /// <summary>Stops the clock: nothing runs and no timer fires any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timers.Clear();
            _actions.Clear();
        }

        _wake.Dispose();
    }

    internal bool Change(WorldTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            if (timer.IsDisposed || _disposed) return false;
            if (timer.Due is not null) _timers.Remove(timer);
            timer.Period = period;
            timer.Due = null;
            Reacted();
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                // A long one is mostly a time-out too: whoever sets it is about to do what it is for.
                if (dueTime >= LongWait || timer.IsTimeOut) _owed = 1;
                timer.Delay = dueTime;
                timer.Due = GetUtcNow() + dueTime;
                timer.Order = ++_order;
                if (dueTime <= TimeSpan.Zero) FireTimer(timer, inSet: false);
                else _timers.Add(timer);
            }

            Arm();
            return true;
        }
    }

    internal void Remove(WorldTimer timer)
    {
        lock (_gate)
        {
            if (timer.IsDisposed) return;
            timer.IsDisposed = true;
            if (timer.Due is not null) _timers.Remove(timer);
            timer.Due = null;
            Reacted();
            Arm();
        }
    }

    /// <summary>A request or a stream of a caller begins.</summary>
    internal ClockActivity Enter()
    {
        var activity = new ClockActivity(this);
        lock (_gate)
        {
            _activities.Add(activity);
            Reacted();
        }

        return activity;
    }

    internal void Forget(ClockActivity activity)
    {
        lock (_gate)
        {
            if (!_activities.Remove(activity)) return;
            _touched = Stopwatch.GetTimestamp();
            _owed = 1;
            Arm();
        }
    }

    internal void Touch(bool handsOver)
    {
        lock (_gate)
        {
            _touched = Stopwatch.GetTimestamp();
            if (handsOver) _owed = 1;
            Arm();
        }
    }

    /// <summary>A timer's callback has run. What it woke may still be on its way.</summary>
    internal void CallbackDone() => Touch(handsOver: true);

    /// <summary>Runs an action of the world's own, under the lock, when its time has come.</summary>
    internal void Schedule(TimeSpan delay, Action action)
    {
        var now = ActionTime ?? GetUtcNow();
        _actions.Enqueue(action, (now + (delay < TimeSpan.Zero ? TimeSpan.Zero : delay), ++_order));
        if (!_running) Arm();
    }

    /// <summary>Goes back to <paramref name="start"/>, without any action; callers' timers keep what is left of their time.</summary>
    internal void Restart(DateTimeOffset start, bool keepActions = false)
    {
        var back = GetUtcNow() - start;
        if (!keepActions) _actions.Clear();
        var timers = _timers.ToArray();
        _timers.Clear();
        Interlocked.Add(ref _backwards, back.Ticks);
        _origin = start;
        _real = Stopwatch.GetTimestamp();
        Interlocked.Exchange(ref _jumped, 0);
        foreach (var timer in timers)
        {
            timer.Due -= back;
            _timers.Add(timer);
        }

        Arm();
    }

    private TimeSpan Flowed() => _mode == SandboxTime.Held ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_real) * _speed;
}
