namespace K8sOps.Runbooks.Running;

/// <summary>What is known of a step while its run goes on.</summary>
internal sealed class StepRecord(PlanItem item)
{
    public PlanItem Item { get; } = item;

    public string Key => Item.Key;

    public RunbookStep Step => Item.Step;

    /// <summary>Null while the step has not ended.</summary>
    public StepOutcome? Outcome { get; private set; }

    public string Reason { get; private set; } = "";

    public CheckStatus Verification { get; set; } = CheckStatus.Skip;

    public IReadOnlyList<object> Output { get; set; } = Array.Empty<object>();

    public List<string> Errors { get; } = [];

    public DateTimeOffset StartedAt { get; set; }

    public TimeSpan Elapsed { get; set; }

    /// <summary>An earlier part of the run ended it, and it stays as it is.</summary>
    public bool IsSettled { get; init; }

    /// <summary>An earlier part of the run began it, and nobody can tell how far it came: its verification runs before anything else.</summary>
    public bool IsUnclear { get; init; }

    /// <summary>An earlier part of the run has carried its action out: what is left is to prove it.</summary>
    public bool IsActionOver { get; init; }

    /// <summary>An earlier part of the run changed something in it, or may have.</summary>
    public bool HasChanged { get; init; }

    /// <summary>Whether its action may have run.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether it has done what it should, and nothing about it is in doubt.</summary>
    public bool IsGood => Outcome is StepOutcome.Verified or StepOutcome.Shown;

    public void End(StepOutcome outcome, string reason = "")
    {
        Outcome = outcome;
        Reason = reason;
    }

    /// <summary>It is run again.</summary>
    public void Reopen()
    {
        Outcome = null;
        Reason = "";
    }

    /// <summary>It is not done; that was decided now. What an earlier part of the run had begun is not undone by that.</summary>
    public void LeaveOut(string reason, DateTimeOffset at)
    {
        if (HasBegun)
        {
            End(Outcome ?? StepOutcome.Unknown, "begun before, and left out on resuming: " + reason);
            return;
        }

        StartedAt = at;
        End(StepOutcome.Skipped, reason);
    }

    /// <summary>What came of taking it back; why it had to be stays.</summary>
    public void TakenBack(StepOutcome outcome, IEnumerable<string> errors)
    {
        Outcome = outcome;
        Errors.AddRange(errors.Except(Errors, StringComparer.Ordinal));
    }

    public StepResult Result(string? run, string cluster, IReadOnlyList<string> changes) => new()
    {
        Run = run,
        Cluster = cluster,
        Runbook = Step.Runbook,
        Id = Step.Id,
        Title = Step.Title,
        Outcome = Outcome ?? StepOutcome.Skipped,
        Reason = Reason,
        Verification = Verification,
        Output = Output,
        Errors = Errors.ToArray(),
        Changes = changes,
        StartedAt = StartedAt,
        Elapsed = Elapsed,
        Target = Step.Target,
    };
}
