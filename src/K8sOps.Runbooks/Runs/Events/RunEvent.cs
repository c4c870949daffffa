using System.Text.Json.Serialization;

namespace K8sOps.Runbooks.Runs;

/// <summary>One line of a journal: something that has happened, or is about to happen.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(RunResumed), "run-resumed")]
[JsonDerivedType(typeof(StepStarted), "step-started")]
[JsonDerivedType(typeof(ChangeAnnounced), "change-announced")]
[JsonDerivedType(typeof(ChangeEnded), "change-ended")]
[JsonDerivedType(typeof(ActionEnded), "action-ended")]
[JsonDerivedType(typeof(OutputWritten), "output")]
[JsonDerivedType(typeof(NoteWritten), "note")]
[JsonDerivedType(typeof(VerificationMade), "verification")]
[JsonDerivedType(typeof(StepEnded), "step-ended")]
[JsonDerivedType(typeof(RollbackRegistered), "rollback-registered")]
[JsonDerivedType(typeof(RollbackStarted), "rollback-started")]
[JsonDerivedType(typeof(RollbackEnded), "rollback-ended")]
[JsonDerivedType(typeof(RollbackReleased), "rollback-released")]
[JsonDerivedType(typeof(RunStopped), "stopped")]
[JsonDerivedType(typeof(RunFinished), "finished")]
public abstract record RunEvent
{
    /// <summary>When, in UTC, by the cluster's clock; the journal sets it.</summary>
    public DateTimeOffset At { get; init; }
}
