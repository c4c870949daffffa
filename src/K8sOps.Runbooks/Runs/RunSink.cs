namespace K8sOps.Runbooks.Runs;

/// <summary>Where the commands of one step tell what they change, and what they warn of: into the run's journal. Thread-safe.</summary>
/// <param name="journal">The run's journal.</param>
/// <param name="key">The step's key.</param>
public sealed class RunSink(RunJournal journal, string key) : IOperationSink
{
    /// <summary>
    /// Whether a command's own compensation is registered, as <c>change:N</c>, before its change is announced: for steps that have no
    /// rollback block, so that nothing is undone twice.
    /// </summary>
    public bool KeepsCompensations { get; init; }

    /// <inheritdoc/>
    public void Report(OperationProgress progress)
    {
        // How far something is, is for the screen.
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
        // The story is for -Verbose; the record has what was done and what was warned of.
    }

    /// <inheritdoc/>
    public void Warn(string text) => journal.Append(new NoteWritten(key, text));

    /// <inheritdoc/>
    public PendingChange Changing(Change change)
    {
        var number = journal.NextChange();
        var compensation = KeepsCompensations ? change.Compensation : null;
        if (compensation is not null) journal.Append(new RollbackRegistered(RollbackOf(number), key, compensation));
        journal.Append(new ChangeAnnounced(key, number, change));
        return new PendingChange(change, ended =>
        {
            journal.Append(new ChangeEnded(key, number, ended.Outcome, ended.Error, ended.After));
            if (compensation is not null && ended.Outcome == ChangeOutcome.Refused) journal.Append(new RollbackReleased(RollbackOf(number), "The change was refused."));
            return ValueTask.CompletedTask;
        });
    }

    private static string RollbackOf(int number) => $"change:{number}";
}
