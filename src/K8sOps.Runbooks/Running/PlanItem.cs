namespace K8sOps.Runbooks.Running;

/// <summary>A step of a plan.</summary>
public sealed record PlanItem
{
    /// <summary>Unique in the run: the step's id, followed by <c>~2</c> where it comes again.</summary>
    public required string Key { get; init; }

    /// <summary>The step, with its cluster and all of its arguments.</summary>
    public required RunbookStep Step { get; init; }

    /// <summary>Numbers what belongs together: a procedure with its arguments. Its end is the end of a group.</summary>
    public required int Group { get; init; }

    /// <summary>Whether its whole procedure has a block that takes it back, so that a command's own way back would be a second one.</summary>
    public bool IsCovered { get; init; }

    /// <summary>Why it may not run; null where it may.</summary>
    public string? Refusal { get; init; }
}
