using System.Collections.Concurrent;

namespace K8sOps.Operations.Tests.Support;

/// <summary>Keeps what a service tells, in order.</summary>
internal sealed class RecordingSink : IOperationSink
{
    public ConcurrentQueue<string> Notes { get; } = new();

    public ConcurrentQueue<OperationProgress> Progress { get; } = new();

    public ConcurrentQueue<PendingChange> Changes { get; } = new();

    /// <summary>Called when a change is announced, before the service goes on.</summary>
    public Action? OnAnnounced { get; set; }

    public OperationContext Context => new("Test-Command", this);

    public void Report(OperationProgress progress) => Progress.Enqueue(progress);

    public void Note(string text) => Notes.Enqueue(text);

    public void Warn(string text) => Notes.Enqueue(text);

    public PendingChange Changing(Change change)
    {
        var pending = new PendingChange(change, static _ => ValueTask.CompletedTask);
        Changes.Enqueue(pending);
        OnAnnounced?.Invoke();
        return pending;
    }
}
