namespace K8sOps.Sandbox.Containers;

/// <summary>What one run of a container writes: lines, numbered from 0, in order of time. Used under the world's lock.</summary>
internal abstract class ContainerLog
{
    /// <summary>So many lines are kept: a node rotates logs, and forgets what was written before.</summary>
    public const int Kept = 1000;

    private readonly HashSet<Action> _listeners = [];
    private DateTimeOffset? _end;

    /// <summary>When the run ended; null while it goes on.</summary>
    public DateTimeOffset? End
    {
        get => _end;
        set
        {
            _end = value;
            if (value is null) return;
            Tell();
            _listeners.Clear();
        }
    }

    /// <summary>How many lines had been written by then.</summary>
    public abstract long CountAt(DateTimeOffset time);

    /// <summary>A line by its number.</summary>
    public abstract LogLine Line(long number);

    /// <summary>When the line of that number is written; null when that is not known, or the run writes no such line.</summary>
    public abstract DateTimeOffset? WrittenAt(long number);

    /// <summary>The first line that can still be read by who has begun: a run that keeps its lines forgets the oldest.</summary>
    public virtual long FirstHeld => 0;

    /// <summary>The first line that the node still has at that time.</summary>
    public long FirstKeptAt(DateTimeOffset time) => Math.Max(0, CountAt(time) - Kept);

    /// <summary>Tells when the run has ended, and when a line was written whose time was not known.</summary>
    public void Listen(Action tell) => _listeners.Add(tell);

    /// <summary>Tells no more.</summary>
    public void Forget(Action tell) => _listeners.Remove(tell);

    /// <summary>Tells those who listen that there may be something to read.</summary>
    protected void Tell()
    {
        foreach (var tell in _listeners.ToArray()) tell();
    }
}
