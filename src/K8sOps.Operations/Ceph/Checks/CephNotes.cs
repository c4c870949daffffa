namespace K8sOps.Ceph.Checks;

/// <summary>What would be a warning beside an answer is, beside a check's verdict, only part of the story.</summary>
internal sealed class CephNotes(IOperationSink sink) : IOperationSink
{
    public void Report(OperationProgress progress) => sink.Report(progress);

    public void Note(string text) => sink.Note(text);

    public void Warn(string text) => sink.Note(text);

    public PendingChange Changing(Change change) => sink.Changing(change);
}
