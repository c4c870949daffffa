namespace K8sOps.Completers;

/// <summary>Tells nobody: completion must not write anything.</summary>
internal sealed class SilentSink : IOperationSink
{
    public static readonly SilentSink Instance = new();

    public void Report(OperationProgress progress)
    {
        // A bar would tear the prompt apart.
    }

    public void Note(string text)
    {
        // As above.
    }

    public void Warn(string text)
    {
        // As above.
    }

    public PendingChange Changing(Change change) => throw new InvalidOperationException("Completion changes nothing.");
}
