namespace K8sOps.Runbooks.Runs;

/// <summary>A step of the plan. Its code stands here too, so that steps that were composed by hand can be resumed.</summary>
public sealed record PlannedStep
{
    /// <summary>Unique in the run: the step's id, followed by <c>~2</c> where the same step comes again with other arguments.</summary>
    public required string Key { get; init; }

    /// <summary>The step with its code and arguments as text.</summary>
    public required RunbookStep Step { get; init; }

    /// <summary>Numbers what belongs together in the plan: a procedure with its arguments; null in journals that did not tell it.</summary>
    public int? Group { get; init; }

    /// <summary>Whether its code or its arguments held a secret, which the journal does not keep: read back, it is not what would have to run.</summary>
    public bool IsRedacted
        => new[] { Step.Action, Step.Verify, Step.Rollback, Step.ProcedureRollback }.Any(c => c?.Contains(SecretPattern.Redacted, StringComparison.Ordinal) == true)
            || Step.Arguments.Values.OfType<string>().Any(v => v.Contains(SecretPattern.Redacted, StringComparison.Ordinal));
}
