namespace K8sOps;

/// <summary>Where a service tells what it does. Thread-safe; none of its methods blocks for long.</summary>
public interface IOperationSink
{
    /// <summary>How far a long operation is.</summary>
    void Report(OperationProgress progress);

    /// <summary>The story, for <c>-Verbose</c>: what is asked of whom, and what was decided.</summary>
    void Note(string text);

    /// <summary>What the operator should know and did not ask for.</summary>
    void Warn(string text);

    /// <summary>Announces a write <b>before it is sent</b>. Returns when the announcement is safe (a journal has it on disk).</summary>
    PendingChange Changing(Change change);
}
