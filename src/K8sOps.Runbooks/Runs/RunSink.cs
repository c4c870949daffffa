namespace K8sOps.Runbooks.Runs;

/// <summary>Where the commands of one step tell what they change: into the journal first, then to whoever else listens. Thread-safe.</summary>
public sealed class RunSink : IOperationSink
{
    private readonly RunJournal _journal;
    private readonly string _key;
    private readonly IOperationSink? _outer;

    /// <summary>Creates the sink of one step.</summary>
    /// <param name="journal">The run's journal.</param>
    /// <param name="key">The step's key.</param>
    /// <param name="outer">Who is told as well, or null.</param>
    public RunSink(RunJournal journal, string key, IOperationSink? outer = null)
    {
        _journal = journal;
        _key = key;
        _outer = outer;
    }

    /// <summary>
    /// Whether a command's own compensation is registered, as <c>change:N</c>, before its change is announced: for steps that have no
    /// rollback block, so that nothing is undone twice.
    /// </summary>
    public bool KeepsCompensations { get; init; }

    /// <summary>Called when a change is announced on disk, and before it may be sent.</summary>
    public Action<ChangeAnnounced>? Announced { get; init; }

    /// <summary>Called when a change's outcome is on disk.</summary>
    public Action<ChangeEnded>? Ended { get; init; }

    /// <inheritdoc/>
    public void Report(OperationProgress progress) => _outer?.Report(progress);

    /// <inheritdoc/>
    public void Note(string text) => _outer?.Note(text);

    /// <inheritdoc/>
    public void Warn(string text)
    {
        _journal.Append(new NoteWritten(_key, text));
        _outer?.Warn(text);
    }

    /// <inheritdoc/>
    public PendingChange Changing(Change change)
    {
        var number = _journal.NextChange();
        var compensation = KeepsCompensations ? change.Compensation : null;
        if (compensation is not null) _journal.Append(new RollbackRegistered(RollbackOf(number), _key, compensation));
        var announced = new ChangeAnnounced(_key, number, change);
        _journal.Append(announced);
        Announced?.Invoke(announced);
        var outer = _outer?.Changing(change);
        return new PendingChange(change, async ended =>
        {
            try
            {
                var end = new ChangeEnded(_key, number, ended.Outcome, ended.Error, ended.After);
                _journal.Append(end);
                if (compensation is not null && ended.Outcome == ChangeOutcome.Refused) _journal.Append(new RollbackReleased(RollbackOf(number), "The change was refused."));
                Ended?.Invoke(end);
            }
            finally
            {
                if (outer is not null) await TellAsync(outer, ended).ConfigureAwait(false);
            }
        });
    }

    private static string RollbackOf(int number) => $"change:{number}";

    private static ValueTask TellAsync(PendingChange outer, PendingChange ended)
    {
        if (ended.Outcome == ChangeOutcome.Made) outer.Made(ended.After);
        else if (ended.Outcome == ChangeOutcome.Refused) outer.Refused(ended.Error ?? "");
        return outer.DisposeAsync();
    }
}
