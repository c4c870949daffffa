namespace K8sOps;

/// <summary>
/// An announced change that is under way. Say <see cref="Made"/> or <see cref="Refused"/>; disposed without either,
/// its outcome is <see cref="ChangeOutcome.Unknown"/>.
/// </summary>
public sealed class PendingChange : IAsyncDisposable
{
    private readonly Func<PendingChange, ValueTask> _ended;
    private bool _disposed;

    /// <summary>Creates it for a sink; <paramref name="ended"/> is called once, when the outcome is final.</summary>
    public PendingChange(Change change, Func<PendingChange, ValueTask> ended)
    {
        Change = change;
        _ended = ended;
    }

    /// <summary>What was announced.</summary>
    public Change Change { get; }

    /// <summary>What became of it.</summary>
    public ChangeOutcome Outcome { get; private set; }

    /// <summary>Why it was refused, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>The fields with their values after, where they are known.</summary>
    public IReadOnlyList<ChangedField> After { get; private set; } = [];

    /// <summary>The server made the change.</summary>
    public void Made(params IReadOnlyList<ChangedField> after)
    {
        Outcome = ChangeOutcome.Made;
        After = after;
    }

    /// <summary>The change was refused: nothing is changed.</summary>
    public void Refused(string error)
    {
        Outcome = ChangeOutcome.Refused;
        Error = error;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_disposed) return ValueTask.CompletedTask;
        _disposed = true;
        return _ended(this);
    }
}
