using System.Diagnostics;

namespace K8sOps.Sandbox;

/// <summary>
/// Something of a caller that is under way: a request, a body that is still being read, a watch whose reader has not come back for
/// more. While there is one, the clock does not jump.
/// </summary>
internal sealed class ClockActivity(WorldClock clock) : IDisposable
{
    // A caller that leaves a response lying about must not stop the world for ever.
    private static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(3);
    private long _since = Stopwatch.GetTimestamp();
    private int _busy = 1;

    public bool IsBusy => Volatile.Read(ref _busy) == 1 && Stopwatch.GetElapsedTime(Interlocked.Read(ref _since)) < Abandoned;

    /// <summary>The caller has something to do.</summary>
    public void Begin()
    {
        Interlocked.Exchange(ref _since, Stopwatch.GetTimestamp());
        Volatile.Write(ref _busy, 1);
    }

    /// <summary>The caller has come back and waits; <paramref name="handsOver"/> when it has been given something it will act upon.</summary>
    public void Rest(bool handsOver)
    {
        Volatile.Write(ref _busy, 0);
        clock.Touch(handsOver);
    }

    public void Dispose()
    {
        Volatile.Write(ref _busy, 0);
        clock.Forget(this);
    }
}
