using System.Text.Json.Serialization;

namespace K8sOps.Runbooks.Runs;

/// <summary>One line of a journal: something that has happened, or is about to happen.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(RunResumed), "run-resumed")]
[JsonDerivedType(typeof(StepStarted), "step-started")]
[JsonDerivedType(typeof(ChangeAnnounced), "change-announced")]
[JsonDerivedType(typeof(ChangeEnded), "change-ended")]
[JsonDerivedType(typeof(OutputWritten), "output")]
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

/// <summary>The first line: who runs what, where.</summary>
public sealed record RunStarted : RunEvent
{
    /// <summary>The run's id, which is its folder's name.</summary>
    public required string Run { get; init; }

    /// <summary>The runbook's name; null for steps composed by hand.</summary>
    public string? Runbook { get; init; }

    /// <summary>SHA-256 of the runbook's text with LF, or null.</summary>
    public string? RunbookHash { get; init; }

    /// <summary>Who, as the cluster sees it (SelfSubjectReview); null when it would not say.</summary>
    public string? Actor { get; init; }

    /// <summary>The machine it runs on.</summary>
    public required string Host { get; init; }

    /// <summary>The operating system's user.</summary>
    public string? User { get; init; }

    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The uid of <c>kube-system</c>; null when it could not be read.</summary>
    public string? ClusterUid { get; init; }

    /// <summary>The version of the module.</summary>
    public required string ModuleVersion { get; init; }

    /// <summary>Whether nobody was asked.</summary>
    public bool Unattended { get; init; }

    /// <summary>The parameters, as text; a secret's is <c>(redacted)</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The steps, in the order in which they are to run.</summary>
    public required IReadOnlyList<PlannedStep> Steps { get; init; }
}

/// <summary>A step of the plan. Its code stands here too, so that steps that were composed by hand can be resumed.</summary>
public sealed record PlannedStep
{
    /// <summary>Unique in the run: the step's id, followed by <c>~2</c> where the same step comes again with other arguments.</summary>
    public required string Key { get; init; }

    /// <summary>The step with its code and arguments as text.</summary>
    public required RunbookStep Step { get; init; }
}

/// <summary>The run goes on after it was cut or stopped.</summary>
public sealed record RunResumed : RunEvent
{
    /// <summary>Who, or null.</summary>
    public string? Actor { get; init; }

    /// <summary>The machine.</summary>
    public required string Host { get; init; }

    /// <summary>What the resume found unclear, a line each: steps begun without an end, changes announced without an outcome, a cut last line.</summary>
    public IReadOnlyList<string> Unclear { get; init; } = [];
}

/// <summary>A step begins; written before its action runs.</summary>
public sealed record StepStarted(string Key) : RunEvent;

/// <summary>A write is about to be sent.</summary>
/// <param name="Key">The step.</param>
/// <param name="Number">Numbers the changes of the run from 1.</param>
/// <param name="Change">What is changed.</param>
public sealed record ChangeAnnounced(string Key, int Number, Change Change) : RunEvent;

/// <summary>What became of a write.</summary>
public sealed record ChangeEnded(string Key, int Number, ChangeOutcome Outcome, string? Error, IReadOnlyList<ChangedField> After) : RunEvent;

/// <summary>What an action emitted, as text; at most 64 KiB of each step.</summary>
public sealed record OutputWritten(string Key, string Text, bool IsCut) : RunEvent;

/// <summary>A verification was made.</summary>
/// <param name="Key">The step.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Status">Pass only when every object was true.</param>
/// <param name="Objects">What it emitted, a line each.</param>
/// <param name="Error">Why it could not be judged, or null.</param>
public sealed record VerificationMade(string Key, int Attempt, CheckStatus Status, IReadOnlyList<string> Objects, string? Error) : RunEvent;

/// <summary>A step has ended.</summary>
public sealed record StepEnded(string Key, StepOutcome Outcome, string Reason, IReadOnlyList<string> Errors) : RunEvent;

/// <summary>Something can be taken back from now on; written before the action runs.</summary>
/// <param name="Id">Names it in the run: the step's key, <c>procedure:&lt;anchor&gt;</c>, or <c>change:&lt;number&gt;</c> for a command's own.</param>
/// <param name="Key">The step.</param>
/// <param name="Code">The code that takes it back.</param>
public sealed record RollbackRegistered(string Id, string Key, string Code) : RunEvent;

/// <summary>Taking back begins.</summary>
public sealed record RollbackStarted(string Id) : RunEvent;

/// <summary>It was taken back, or could not be.</summary>
public sealed record RollbackEnded(string Id, bool Succeeded, IReadOnlyList<string> Errors) : RunEvent;

/// <summary>It need not be taken back any more.</summary>
public sealed record RollbackReleased(string Id, string Reason) : RunEvent;

/// <summary>The run was stopped before its end: by the operator, by Ctrl+C, or at a failure.</summary>
public sealed record RunStopped(string Reason) : RunEvent;

/// <summary>The run is over.</summary>
/// <param name="Succeeded">At least one step is verified, and none failed, was skipped or is unknown.</param>
public sealed record RunFinished(bool Succeeded) : RunEvent;
