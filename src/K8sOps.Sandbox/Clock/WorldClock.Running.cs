using System.Diagnostics;

namespace K8sOps.Sandbox;

/// <content>How the clock gets on. Everything here is called under the world's lock.</content>
public sealed partial class WorldClock
{
    /// <summary>Runs what has fallen due by now.</summary>
    internal void CatchUp() => RunUntil(GetUtcNow(), fireTimers: true);

    /// <summary>Goes on to a time, running and firing everything that is due on the way, in order.</summary>
    internal void AdvanceTo(DateTimeOffset target)
    {
        RunUntil(target, fireTimers: Replay is null);
        MoveTo(target);
    }

    /// <summary>Runs the actions that are due at this very time (scheduled with no delay), and those they schedule.</summary>
    internal void RunImmediate()
    {
        var now = ActionTime ?? GetUtcNow();
        while (_actions.TryPeek(out _, out var key) && key.Due <= now) _actions.Dequeue()();
    }

    /// <summary>Sets the time that changes made from here on carry, for the length of one request.</summary>
    internal void Freeze() => ActionTime = GetUtcNow();

    internal void Thaw()
    {
        ActionTime = null;
        Arm();
    }

    private void RunUntil(DateTimeOffset target, bool fireTimers)
    {
        if (_running) return;
        _running = true;
        var outer = ActionTime;
        try
        {
            while (!_disposed)
            {
                var timer = fireTimers ? _timers.Min : null;
                var hasAction = _actions.TryPeek(out _, out var key) && key.Due <= target;
                if (timer is not null && timer.Due <= target && (!hasAction || timer.Due < key.Due))
                {
                    MoveTo(timer.Due!.Value);
                    FireTimer(timer, inSet: true);
                }
                else if (hasAction)
                {
                    RunAction(key.Due);
                }
                else
                {
                    return;
                }
            }
        }
        finally
        {
            ActionTime = outer;
            _running = false;
        }
    }

    private void RunAction(DateTimeOffset due)
    {
        var action = _actions.Dequeue();
        MoveTo(due);
        ActionTime = due;
        action();
        AfterAction?.Invoke();
    }

    private void MoveTo(DateTimeOffset time)
    {
        if (Replay is not null)
        {
            if (time > Replay) Replay = time;
            return;
        }

        var ahead = time - GetUtcNow();
        if (ahead > TimeSpan.Zero) Interlocked.Add(ref _jumped, ahead.Ticks);
    }

    private void FireTimer(WorldTimer timer, bool inSet)
    {
        if (inSet) _timers.Remove(timer);
        if (timer.Period != Timeout.InfiniteTimeSpan && timer.Period > TimeSpan.Zero)
        {
            timer.Due += timer.Period;
            timer.Delay = timer.Period;
            timer.Order = ++_order;
            _timers.Add(timer);
        }
        else
        {
            timer.Due = null;
        }

        _owed = 1;
        _touched = Stopwatch.GetTimestamp();
        timer.Fire();
    }

    /// <summary>A caller has done something: whoever was owed time to react has had it.</summary>
    private void Reacted()
    {
        _owed = 0;
        _touched = Stopwatch.GetTimestamp();
    }

    /// <summary>Sets the real timer to when there may be something to do.</summary>
    private void Arm()
    {
        if (_disposed || Replay is not null || _running || ActionTime is not null || _mode == SandboxTime.Held) return;
        var wait = TimeSpan.MaxValue;
        var now = GetUtcNow();
        if (_actions.TryPeek(out _, out var key)) wait = (key.Due - now) / _speed;
        if (_timers.Min is { } timer)
        {
            var real = (timer.Due!.Value - now) / _speed;
            if (_mode == SandboxTime.Jumping)
            {
                var rest = Rest(timer) - Stopwatch.GetElapsedTime(_touched);
                if (IsBusy()) rest = TimeSpan.FromSeconds(1); // whoever is busy arms again when done; this is for who never is
                if (rest < real) real = rest;
            }

            if (real < wait) wait = real;
        }

        if (wait == TimeSpan.MaxValue) return;
        var milliseconds = Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, 60_000);
        _wake.Change((long)milliseconds, Timeout.Infinite);
    }

    private TimeSpan Rest(WorldTimer next)
    {
        var nextIsAction = _actions.TryPeek(out _, out var key) && key.Due <= next.Due;
        if (!nextIsAction && next.IsTimeOut) return TimeOutRest;
        if (_owed > 0) return Reaction;
        return nextIsAction || next.Delay < LongWait ? ShortRest : LongRest;
    }

    private bool IsBusy()
    {
        foreach (var activity in _activities)
        {
            if (activity.IsBusy) return true;
        }

        return false;
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_disposed) return;
            RunUntil(GetUtcNow(), fireTimers: true);
            if (_mode == SandboxTime.Jumping) Jump();
            Arm();
        }
    }

    /// <summary>Goes on, one thing due after the other, until somebody has been given something.</summary>
    private void Jump()
    {
        while (_timers.Min is { } timer && !IsBusy() && Stopwatch.GetElapsedTime(_touched) >= Rest(timer))
        {
            _owed = 0;
            var next = _actions.TryPeek(out _, out var key) && key.Due < timer.Due ? key.Due : timer.Due!.Value;
            RunUntil(next, fireTimers: true);
        }
    }
}
